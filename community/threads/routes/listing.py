"""The threads of a community."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

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
    """Newest activity first; by state and kind, or one's own."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_READ)
    state, kind = _one_of(STATES, "state"), _one_of(KINDS, "kind")
    mine = viewer().person_id if viewer().is_signed_in and request.args.get("mine") == "1" else None
    found = queries.listed(
        viewer(),
        after=request.args.get("after"),
        before=request.args.get("before"),
        community=community.id,
        state=state,
        kind=kind,
        mine=mine,
    )
    chosen = {"state": state, "kind": kind, "mine": "1" if mine else ""}
    shown: dict[str, Any] = {"chosen": chosen, "states": STATES, "kinds": KINDS}
    return page("threads/list.html", community=community, found=found, **shown)


def _one_of(known: Collection[str], name: str) -> str:
    asked = request.args.get(name, "")
    return asked if asked in known else ""
