"""The pages of getting in. Most come before any permission: nobody is known yet."""

from __future__ import annotations

from flask import Blueprint

sign_in = Blueprint("sign_in", __name__)

from . import address, confirm, enter, reset, sign_up, welcome  # noqa: E402, F401  doors
