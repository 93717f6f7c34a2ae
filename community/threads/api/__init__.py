"""Threads in JSON, by what is done."""

from __future__ import annotations

from flask import Blueprint

threads_api = Blueprint("threads_api", __name__, url_prefix="/api/v1")

from . import outcomes, posts, standing, threads  # noqa: E402, F401  doors
