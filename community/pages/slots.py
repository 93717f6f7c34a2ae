"""What pages lend to other pages."""

from __future__ import annotations

from community.access.check import may
from community.access.permissions import Permission
from community.core.render import render
from community.core.viewer import Viewer
from models import Community

from . import queries

MOST_TO_START = 4


def start_here(viewer: Viewer, community: Community) -> str:
    """A community's home: the pages that helped most people."""
    found = queries.most_useful(viewer, community, MOST_TO_START)
    writes = viewer.is_signed_in and may(viewer, Permission.PAGE_CREATE, community)
    return render("pages/_start.html", viewer=viewer, rows=found, community=community, writes=writes)
