"""What the first run lends to Home."""

from __future__ import annotations

from community.core.render import render
from community.core.viewer import Viewer
from community.core.web import csrf_field

from .queries import left_to_do


def what_to_do_first(viewer: Viewer) -> str:
    """For those who run a network in which nobody lives yet; else nothing."""
    done = left_to_do() if viewer.is_administrator else None
    return render("first_run/_home.html", viewer=viewer, done=done, csrf=csrf_field()) if done else ""
