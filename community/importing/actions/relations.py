"""What joins imported threads: the same problem answered elsewhere, and mere links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.events import ThreadsImported, emit
from community.core.session import session
from community.core.viewer import Viewer
from community.importing.naming import foreign, minted
from community.importing.queries import known
from community.threads.state import recompute
from models import Community, Imported, Link, SameAs, Thread

NOTE = "So it was closed where it came from"


@dataclass(frozen=True, slots=True)
class Relation:
    """One thread names another one; `same_as` when it was closed as a duplicate of it."""

    number: int
    thread_id: str
    other_id: str
    same_as: bool
    at: datetime
    said_by_id: str


@action
def bring_relations(actor: Viewer, community: Community, source: str, relations: Sequence[Relation]) -> int:
    """Bring these in, where both threads are here; what somebody has taken back since stays so.

    Returns:
        how many were new.
    """
    require(actor, Permission.IMPORT_RUN, community)
    here = known(source, "link", (foreign(one.number) for one in relations))
    there = _present({id_ for one in relations for id_ in (one.thread_id, one.other_id)})
    new = [
        one
        for one in relations
        if foreign(one.number) not in here
        and one.thread_id != one.other_id
        and {one.thread_id, one.other_id} <= there
    ]
    if not new:
        return 0
    _add_links([one for one in new if not one.same_as])
    changed = _add_same_as([one for one in new if one.same_as])
    session().execute(insert(Imported), [_kept(source, one) for one in new])
    if changed:
        emit(ThreadsImported(thread_ids=changed, community_id=community.id, actor_id=actor.person_id))
    return len(new)


def _present(ids: set[str]) -> set[str]:
    return set(session().scalars(select(Thread.id).where(Thread.id.in_(ids))))


def _add_links(relations: list[Relation]) -> None:
    wanted = {(one.thread_id, one.other_id) for one in relations}
    rows = wanted - _pairs(Link, wanted)
    if rows:
        session().execute(
            insert(Link), [{"thread_id": thread, "other_id": other} for thread, other in sorted(rows)]
        )


def _add_same_as(relations: list[Relation]) -> tuple[str, ...]:
    wanted = {(one.thread_id, one.other_id): one for one in relations}
    here = _pairs(SameAs, set(wanted))
    rows = {pair: one for pair, one in wanted.items() if pair not in here}
    changed = session().scalars(select(Thread).where(Thread.id.in_({thread for thread, _ in rows}))).all()
    if not changed:
        return ()
    hold(*changed)
    session().execute(insert(SameAs), [_same_as(one) for one in rows.values()])
    for thread in changed:
        recompute(thread)
    return tuple(sorted(thread.id for thread in changed))


def _pairs(model: Any, wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
    ids = {thread for thread, _ in wanted}
    rows = session().execute(select(model.thread_id, model.other_id).where(model.thread_id.in_(ids)))
    return {(row.thread_id, row.other_id) for row in rows}


def _same_as(one: Relation) -> dict[str, Any]:
    """It holds: the original said so. Nobody here confirmed it."""
    return {
        "thread_id": one.thread_id,
        "other_id": one.other_id,
        "proposed_by_id": one.said_by_id,
        "note": NOTE,
        "at": one.at,
        "confirmed_at": one.at,
    }


def _kept(source: str, one: Relation) -> dict[str, Any]:
    return {
        "source": source,
        "kind": "link",
        "foreign_id": foreign(one.number),
        "object": minted(source, "link", one.number),
        "at": now(),
    }
