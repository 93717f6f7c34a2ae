"""The pages of pages, by what is done on them."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("pages", __name__)

from . import deleting, showing, versions, writing  # noqa: E402, F401  doors
