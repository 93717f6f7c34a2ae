"""What topics, systems and tasks lend to other pages."""

from __future__ import annotations

from community.core.render import render
from community.core.viewer import Viewer
from models import Community

from . import queries


def places_here(viewer: Viewer, community: Community) -> str:
    """A community's home: the systems that it keeps, each with its tasks."""
    found = queries.some_places(viewer, community)
    return render("topics/_places.html", viewer=viewer, kept=found, community=community) if found else ""
