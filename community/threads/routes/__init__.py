"""The pages of threads, by what is done on them."""

from __future__ import annotations

from flask import Blueprint

threads = Blueprint("threads", __name__)

from . import (  # noqa: E402, F401  doors
    answering,
    asking,
    describing,
    linking,
    listing,
    moving,
    outcomes,
    showing,
    solving,
)
