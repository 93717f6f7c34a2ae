"""Moving one's own mark. Everybody only ever touches theirs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.clock import now
from community.core.session import database, session, table_of
from community.core.viewer import Viewer
from models import Page, ReadMark, Thread

# What somebody has read is nobody else's news: no event. Nothing is held: only they themselves write these rows.


@action
def read_up_to(actor: Viewer, thing: Thread | Page, number: int) -> None:
    """Have read a thread up to a post, a page in a version. What was read stays read: a mark only rises."""
    require(actor, Permission.COMMUNITY_READ, thing)
    last = thing.last_number if isinstance(thing, Thread) else thing.revision
    _write(actor, thing.id, min(number, last), only_up=True)


@action
def unread_from(actor: Viewer, thread: Thread, number: int) -> None:
    """Have a post and all after it be new again."""
    require(actor, Permission.COMMUNITY_READ, thread)
    _write(actor, thread.id, min(number, thread.last_number) - 1, only_up=False)


def _write(actor: Viewer, object_: str, number: int, *, only_up: bool) -> None:
    values = {"person_id": actor.person_id, "object": object_, "number": number, "at": now()}
    session().execute(_written(is_sqlite=database().is_sqlite, only_up=only_up), values)


@lru_cache(maxsize=4)
def _written(*, is_sqlite: bool, only_up: bool) -> Any:
    table = table_of(ReadMark)
    first = (sqlite if is_sqlite else postgresql).insert(table)
    return first.on_conflict_do_update(
        index_elements=["person_id", "object"],
        set_={"number": first.excluded.number, "at": first.excluded.at},
        where=first.excluded.number > table.c.number if only_up else None,
    )
