"""The pages of people: profiles, one's own settings, the administrators' list."""

from __future__ import annotations

from flask import Blueprint

people = Blueprint("people", __name__)

from . import address, admin, keyboard, network, offices, profile, sessions, settings, tokens  # noqa: E402, F401  doors
