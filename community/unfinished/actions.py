"""Keeping and forgetting unfinished texts. Everybody only ever touches their own."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.clock import now
from community.core.session import query, session, table_of
from community.core.viewer import Viewer
from models import Unfinished

from .drafts import UnfinishedDraft

# Not an act that others hear of: no event, no stream.


@action
def keep(actor: Viewer, place: str, draft: UnfinishedDraft) -> None:
    """Keep the text of a place ('ask', 't/ID/answer', 'w/ID'); a blank one is forgotten."""
    require(actor, Permission.PERSON_CHANGE, None)
    if not (draft.title.strip() or draft.body.strip()):
        _forget(actor, place)
        return
    mine = (Unfinished.person_id == actor.person_id, Unfinished.place == place)
    row = session().scalars(select(Unfinished).where(*mine)).first()
    if row is None:
        row = Unfinished(person_id=actor.person_id, place=place)
        session().add(row)
    row.title, row.body, row.extra, row.changed_at = draft.title, draft.body, dict(draft.extra), now()


@action
def forget(actor: Viewer, place: str) -> None:
    """The text was sent, or thrown away."""
    require(actor, Permission.PERSON_CHANGE, None)
    _forget(actor, place)


def _forget(actor: Viewer, place: str) -> None:
    query(_FORGOTTEN, {"me": actor.person_id, "place": place})


_FORGOTTEN = delete(table_of(Unfinished)).where(
    Unfinished.person_id == bindparam("me"), Unfinished.place == bindparam("place")
)
