"""What the inbox lends to the frame and to Home."""

from __future__ import annotations

from community.core.render import render
from community.core.viewer import Viewer
from community.following.lately import lately

from . import home, queries


def inbox_link(viewer: Viewer, path: str) -> str:
    """The link to the inbox, with a number when there is something unread."""
    return render("notifications/_link.html", is_here=path == "/inbox", unread=queries.unread(viewer))


def needs_you(viewer: Viewer) -> str:
    """Home: what wants something of the viewer, line by line."""
    groups = home.needs(viewer)
    return render("notifications/_needs.html", viewer=viewer, groups=groups) if groups else ""


def since_yesterday(viewer: Viewer) -> str:
    """Home: what is unread, what happened in what one follows, and what is for the viewer alone."""
    shown = {
        "unread": home.unread_by_community(viewer),
        "lately": lately(viewer, home.yesterday(viewer)),
        "alone": home.for_you_alone(viewer),
    }
    return render("notifications/_home.html", viewer=viewer, **shown)
