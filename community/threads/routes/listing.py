"""The threads of a community."""

from __future__ import annotations

from flask import request

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.anonymous import cached_by
from community.core.web import Answer, page, viewer
from community.threads import queries
from community.threads.drafts import KINDS
from models import STATES, Community

from . import threads


@threads.get("/c/<slug>/threads")
@permission(Permission.COMMUNITY_READ)
@cached_by(lambda slug: slug, is_list=True)
def of_community(slug: str) -> Answer:
    """Newest activity first; by state and kind."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_READ)
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    found = queries.listed(
        viewer(),
        after=request.args.get("after"),
        community=community.id,
        state=state if state in STATES else "",
        kind=kind if kind in KINDS else "",
    )
    return page(
        "threads/list.html",
        community=community,
        found=found,
        state=state,
        kind=kind,
        states=STATES,
        kinds=KINDS,
    )
