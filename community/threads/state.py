"""The state mark of a thread, worked out from the rows beneath it: the only writer of `thread.state`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, exists, select

from community.core.session import query, session
from models import Page, Post, Promotion, SameAs, Solution, Thread, Waiting, Warned


def recompute(thread: Thread) -> None:
    """Set the state from what stands now. Called by every action that changes one of those rows."""
    session().flush()
    row = query(_FACTS, {"thread": thread.id}).one()
    thread.state = _state(row, closed=thread.closed_at is not None)


def recompute_each(threads: Sequence[Thread]) -> None:
    """The same for many, in one query."""
    session().flush()
    found = session().execute(_FACTS_OF_EACH, {"threads": [thread.id for thread in threads]})
    rows = {row.id: row for row in found}
    for thread in threads:
        thread.state = _state(rows[thread.id], closed=thread.closed_at is not None)


_THREAD = Thread.id
_standing = exists().where(
    Solution.thread_id == _THREAD,
    Solution.withdrawn_at.is_(None),
)
_warned = exists().where(
    Warned.object == Solution.subject, Warned.lifted_at.is_(None), Warned.held_at.is_(None)
)
_gone = exists().where(Post.id == Solution.subject, Post.deleted_at.is_not(None))
_sound = exists().where(Solution.thread_id == _THREAD, Solution.withdrawn_at.is_(None), ~_warned, ~_gone)
_warned_answer = exists().where(
    Warned.object == Post.id, Warned.lifted_at.is_(None), Warned.held_at.is_(None)
)
_promoted = exists().where(
    Promotion.thread_id == _THREAD, Page.id == Promotion.page_id, Page.deleted_at.is_(None)
)
_KNOWN = (
    exists().where(SameAs.thread_id == _THREAD, SameAs.confirmed_at.is_not(None)).label("same_as"),
    exists().where(Waiting.thread_id == _THREAD, Waiting.ended_at.is_(None)).label("waiting"),
    _standing.label("standing"),
    _sound.label("sound"),
    _promoted.label("promoted"),
    exists()
    .where(Post.thread_id == _THREAD, Post.kind == "answer", Post.deleted_at.is_(None), ~_warned_answer)
    .label("answered"),
)
_FACTS = select(*_KNOWN).where(bindparam("thread") == Thread.id)
_FACTS_OF_EACH: Any = select(Thread.id, *_KNOWN).where(Thread.id.in_(bindparam("threads", expanding=True)))


def _state(row: Any, *, closed: bool) -> str:
    for name, holds in (
        ("closed", closed),
        ("same_as", row.same_as),
        ("waiting", row.waiting),
        ("written_up", row.sound and row.promoted),
        ("solved", row.sound),
        # Only warned solutions are left: open again, whatever else was proposed.
        ("open", row.standing),
        ("answered", row.answered),
    ):
        if holds:
            return name
    return "open"
