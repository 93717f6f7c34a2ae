"""Searching: the index finds, `VISIBLE` decides. Without an index plain SQL searches, and it is said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Row

from community.access.visibility import blocked
from community.core.viewer import Viewer
from search import Hits, Question, SearchUnavailable
from search.port import TOTAL_CAP

from . import plainly, queries
from .asked import Asked
from .engine import asked_engine, was_unavailable
from .items import Item, items_of

PER_PAGE = 20
# What the index still finds although it is gone is taken out and asked for again, so that totals are right.
TRIES = 3
ORDER = ("written_up", "solved", "answered")

Rows = Mapping[str, Row[Any]]


@dataclass(frozen=True)
class Found:
    """One window of what was found. `more` says that the total stops at 1,000."""

    items: tuple[Item, ...] = ()
    total: int = 0
    more: bool = False
    goes_on: bool = False
    degraded: bool = False


def find(viewer: Viewer, asked: Asked, *, offset: int = 0, limit: int = PER_PAGE) -> Found:
    """What the viewer may read of what they asked for, best first.

    Args:
        viewer: who asks.
        asked: what for, as it was typed and chosen.
        offset: how many to pass over.
        limit: how many to show.
    """
    merged = asked.merged()
    wanted = queries.resolved(viewer, merged) if merged is not None else None
    if wanted is None:
        return Found()
    chosen: dict[str, Any] = {
        name: value or None for name, value in asdict(wanted).items() if name != "words"
    }
    question = Question(wanted.words, viewer.tokens, offset=offset, limit=limit + 1, **chosen)
    try:
        hits, rows = _ask(viewer, question)
        degraded = False
    except SearchUnavailable as error:
        was_unavailable(error)
        hits, rows = _plainly(viewer, wanted, offset, limit)
        degraded = True
    items = items_of(viewer, hits.items[:limit], rows, wanted.words)
    return Found(items, hits.total, hits.more, len(hits.items) > limit, degraded)


def rows_found(viewer: Viewer, words: str, kind: str, limit: int) -> list[Row[Any]]:
    """The threads or pages with these words, best first, by their rows alone; none while the index cannot be asked.

    Args:
        viewer: who asks.
        words: what for.
        kind: `thread` or `page`.
        limit: how many at most.
    """
    try:
        hits, rows = _ask(viewer, Question(words, viewer.tokens, offset=0, limit=limit, type=kind))
    except SearchUnavailable as error:
        was_unavailable(error)
        return []
    return [rows[hit.id] for hit in hits.items]


def _ask(viewer: Viewer, question: Question) -> tuple[Hits, Rows]:
    """The hits that are seen. Raises SearchUnavailable."""
    taken_out = blocked()
    for _ in range(TRIES):
        hits = asked_engine().find(replace(question, blocked=taken_out))
        rows = queries.found(viewer, [hit.id for hit in hits.items])
        unseen = {hit.id for hit in hits.items} - rows.keys()
        if not unseen:
            break
        taken_out |= unseen
    return replace(hits, items=tuple(hit for hit in hits.items if hit.id in rows)), rows


def _plainly(viewer: Viewer, wanted: Asked, offset: int, limit: int) -> tuple[Hits, Rows]:
    every = plainly.hits(viewer, wanted)
    window = tuple(every[offset : offset + limit + 1])
    return Hits(window, min(len(every), TOTAL_CAP), len(every) > TOTAL_CAP), queries.found(
        viewer, [hit.id for hit in window]
    )


@dataclass(frozen=True)
class Known:
    """What may answer a text already; `degraded`: it could not be looked up."""

    items: tuple[Item, ...] = ()
    degraded: bool = False

    @property
    def in_order(self) -> list[Item]:
        """Written up, solved, answered, open; within these the best first."""
        return sorted(
            self.items, key=lambda one: ORDER.index(one.state) if one.state in ORDER else len(ORDER)
        )


def known(viewer: Viewer, body: str, title: str = "", limit: int = 5, community: str = "") -> Known:
    """What the viewer may read that may answer a text already, best first.

    Args:
        viewer: who is asking.
        body: what they have typed so far.
        title: their title, if any.
        limit: how many at most.
        community: the slug of the one they ask in, whose own comes first where all else is alike. One that they do
            not find changes nothing.
    """
    if not body.strip() and not title.strip():
        return Known()
    try:
        near = queries.community_id(viewer, community)
        # A few more than are wanted, in case something is found that is gone by now.
        hits = asked_engine().suggest(body, title, viewer.tokens, blocked(), limit + 3, near)
    except SearchUnavailable as error:
        was_unavailable(error)
        return Known(degraded=True)
    rows = queries.found(viewer, [hit.id for hit in hits])
    seen = [hit for hit in hits if hit.id in rows][:limit]
    return Known(items_of(viewer, seen, rows, f"{title} {body}", answering=True))
