"""What the inbox lends to the frame."""

from __future__ import annotations

from community.core.render import render
from community.core.viewer import Viewer

from . import queries


def inbox_link(viewer: Viewer, path: str) -> str:
    """The link to the inbox, with a number when there is something unread."""
    return render("notifications/_link.html", is_here=path == "/inbox", unread=queries.unread(viewer))
