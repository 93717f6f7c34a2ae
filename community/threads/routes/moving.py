"""Moving a thread to another community: where it may go, and in words who will read it there."""

from __future__ import annotations

from typing import Any

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import thread_path
from community.core.errors import Denied, Invalid, NotFound
from community.core.notices import notice
from community.core.web import Answer, again, form, page, see_other, viewer
from community.threads.actions.moving import move
from community.threads.drafts import MoveDraft
from community.threads.moving import destinations
from models import Community, Thread

from . import threads
from .showing import id_of


@threads.get("/t/<ref>/move")
@permission(Permission.THREAD_MOVE)
def moving(ref: str, **shown: Any) -> Answer:
    """The communities where it may go, each with who will read it there."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.THREAD_MOVE)
    found = destinations(viewer(), thread)
    return page("threads/move.html", thread=thread, found=found, **shown)


@threads.post("/t/<ref>/move")
@permission(
    Permission.THREAD_MOVE, Permission.COMMUNITY_FIND, Permission.THREAD_OPEN, Permission.THREAD_ANNOUNCE
)
@again(moving)
def moved(ref: str) -> Answer:
    """Move it there."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.THREAD_MOVE)
    draft = form(MoveDraft)
    try:
        to = fetch(viewer(), Community, draft.community, Permission.COMMUNITY_FIND)
        move(viewer(), thread, to)
    except (NotFound, Denied):
        # Missing, unseen and forbidden alike.
        raise Invalid("community", "Choose one of these communities") from None
    notice("Moved. Its address stays the same.")
    return see_other(thread_path(thread.id, thread.title))
