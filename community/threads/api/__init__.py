"""Threads in JSON, by what is done."""

from __future__ import annotations

from apiflask import APIBlueprint

threads_api = APIBlueprint("threads_api", __name__, tag="Threads", url_prefix="/api/v1")

from . import outcomes, posts, standing, threads  # noqa: E402, F401  doors
