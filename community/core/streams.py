"""Streams: the one replay source of what happened to a thread, page, inbox or community's list.

Entries are gathered during a unit of work and written as its last statements, so that the streams' rows are
locked as briefly as possible; in sorted order, so that two units never wait for each other crosswise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import func, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from models import Stream, StreamEvent

from .clock import micros, now
from .session import database, query, session, table_of


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `raises` says whether it brings its root to the top of the lists."""

    stream: str
    type: str
    object_id: str


_entries: ContextVar[tuple[tuple[Entry, tuple[Any, ...], bool], ...]] = ContextVar("entries", default=())


def note(entry: Entry, changed: tuple[Any, ...] = (), *, raises: bool = False) -> None:
    """Keep an entry for the end of this unit of work.

    Args:
        entry: what happened, in which stream.
        changed: the rows whose `seq` and `changed_seq` (or `activity`, in a list's stream) it sets.
        raises: whether it raises their activity.
    """
    _entries.set((*_entries.get(), (entry, changed, raises)))


def gathered() -> object:
    """A mark to which `rewind` goes back."""
    return _entries.get()


def rewind(mark: object) -> None:
    """Drop what was gathered since a mark: the savepoint it belonged to was rolled back."""
    if isinstance(mark, tuple):
        _entries.set(mark)


def begin(entries: Iterable[tuple[Entry, int]]) -> None:
    """Begin the streams of roots that came in whole: each has one entry, with the activity given beside it.

    Args:
        entries: the entry and the activity (microseconds) of each; the streams are new.
    """
    begun = [(entry, activity) for entry, activity in entries]
    if not begun:
        return
    at = now()
    session().execute(
        insert(Stream),
        [{"stream": entry.stream, "seq": 1, "activity": activity} for entry, activity in begun],
    )
    session().execute(
        insert(StreamEvent),
        [
            {"stream": entry.stream, "seq": 1, "type": entry.type, "object_id": entry.object_id, "at": at}
            for entry, _ in begun
        ],
    )


def go_on(entries: Iterable[Entry]) -> dict[str, int]:
    """Add an entry to each of many streams that have begun, by the set; whoever calls holds their roots.

    Returns:
        the new number of each stream.
    """
    added = {entry.stream: entry for entry in entries}
    if not added:
        return {}
    raised = update(Stream).where(Stream.stream.in_(added)).values(seq=Stream.seq + 1)
    rows = session().execute(
        raised.returning(Stream.stream, Stream.seq), execution_options={"synchronize_session": False}
    )
    numbers = {row.stream: row.seq for row in rows}
    at = now()
    session().execute(
        insert(StreamEvent),
        [
            {
                "stream": stream,
                "seq": seq,
                "type": added[stream].type,
                "object_id": added[stream].object_id,
                "at": at,
            }
            for stream, seq in sorted(numbers.items())
        ],
    )
    return numbers


def forget() -> None:
    """Drop what was gathered (the unit of work is over, either way)."""
    _entries.set(())


def write() -> None:
    """Raise the streams, append the entries, and give the rows their numbers."""
    left = sorted(_entries.get(), key=lambda kept: kept[0].stream)
    if not left:
        return
    at = now()
    rows = []
    while left:
        # No statement raises a stream twice: of several entries of one, each round takes the first.
        first = {kept[0].stream: kept for kept in reversed(left)}
        raised = _raise(sorted(first), micros(at))
        for stream, (entry, changed, raises) in first.items():
            seq, activity = raised[stream]
            rows.append(
                {"stream": stream, "seq": seq, "type": entry.type, "object_id": entry.object_id, "at": at}
            )
            for row in changed:
                _number(row, entry, seq, activity if raises else None)
        taken = {id(kept) for kept in first.values()}
        left = [kept for kept in left if id(kept) not in taken]
    query(_APPENDED, rows)
    session().flush()


def _raise(names: Sequence[str], at: int) -> dict[str, tuple[int, int]]:
    """The next number of each stream, and an activity above its last."""
    statement = _raised(is_sqlite=database().is_sqlite)
    values = [{"stream": name, "seq": 1, "activity": at} for name in names]
    rows = query(statement, values if len(values) > 1 else values[0]).all()
    return {row.stream: (row.seq, row.activity) for row in rows}


_APPENDED = insert(table_of(StreamEvent))


@lru_cache(maxsize=2)
def _raised(*, is_sqlite: bool) -> Any:
    table = table_of(Stream)
    adding = (sqlite if is_sqlite else postgresql).insert(table)
    greatest = func.max if is_sqlite else func.greatest
    return adding.on_conflict_do_update(
        index_elements=["stream"],
        set_={
            "seq": table.c.seq + 1,
            "activity": greatest(table.c.activity + 1, adding.excluded.activity),
        },
    ).returning(table.c.stream, table.c.seq, table.c.activity)


def _number(row: Any, entry: Entry, seq: int, activity: int | None) -> None:
    if activity is not None:
        row.activity = activity
    if entry.stream.startswith("list:"):
        return
    is_root = entry.stream.endswith(f":{row.id}")
    if is_root or not row.seq:
        row.seq = seq
    if row.id == entry.object_id:
        row.changed_seq = seq
