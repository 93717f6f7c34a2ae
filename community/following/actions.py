"""The only writer of what somebody follows."""

from __future__ import annotations

from sqlalchemy import bindparam, delete

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.clock import now
from community.core.session import query, session, table_of
from community.core.viewer import Viewer
from models import Following

from .drafts import FollowDraft
from .objects import Followed, kind_of

# What somebody follows is nobody else's news: no event. Nothing is held: only they themselves write these rows.

_TAKEN_BACK = delete(table_of(Following)).where(
    Following.person_id == bindparam("me"), Following.object == bindparam("object")
)


@action
def follow(actor: Viewer, thing: Followed, draft: FollowDraft) -> None:
    """Follow it so closely, mute it, or go back to what is followed by itself."""
    require(actor, Permission.FOLLOW_SET, thing)
    query(_TAKEN_BACK, {"me": actor.person_id, "object": thing.id})
    if draft.strength != "usual":
        chosen = {"kind": kind_of(thing), "strength": draft.strength, "at": now()}
        session().add(Following(person_id=actor.person_id, object=thing.id, **chosen))
