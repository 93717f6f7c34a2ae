"""What somebody means while they type part of a name: for `@`, `#` and `[[` in a text, and for jumping anywhere.

Every statement starts at VISIBLE, reads names alone, and stops after a few: what one may not see is never offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Row, bindparam, literal, or_, select

from community.access.visibility import VISIBLE, seeing
from community.core.addresses import community_path, page_path, person_path, place_path, thread_path
from community.core.session import query
from community.core.viewer import Viewer
from community.people.queries import like, people
from models import Community, Page, System, Task, Thread

from .finding import rows_found

MOST = 8
# Of people many bear a part of a name: among so many those are looked for whose name begins with it.
MOST_PEOPLE = 40
# What was talked about lately is found by any part of its title; what is older by whole words, in the index.
LATELY = 2_000
MARKED = ("roadblock", "tip")
WITHIN = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
_SIGNS = re.compile(r"([\\\[\]`*_<>])")


@dataclass(frozen=True)
class Named:
    """Something to go to, or to name in a text; `more` tells it from others of its name."""

    kind: str  # person | community | thread | page | place
    name: str
    path: str
    insert: str
    state: str = ""
    more: str = ""


def named(viewer: Viewer, kind: str, words: str) -> list[Named]:
    """What the viewer may mean, best first.

    Args:
        viewer: who types.
        kind: `people`, `threads`, `pages`, or `all`.
        words: what they have typed.
    """
    if kind == "people":
        return list(_people(viewer, words))
    if kind in ("threads", "pages"):
        return list(_titled(viewer, kind, words))
    if not words:
        return []
    found = (_people(viewer, words), _communities(viewer, words), _places(viewer, words))
    titled = (_titled(viewer, "pages", words), _titled(viewer, "threads", words))
    return [one for some in (*found, *titled) for one in islice(some, MOST // 2)]


def _people(viewer: Viewer, words: str) -> Iterator[Named]:
    rows = [row for row in people(viewer, words, MOST_PEOPLE).items if not row.is_unclaimed]
    begun = words.lower()
    rows.sort(key=lambda row: not (row.name.lower().startswith(begun) or row.handle.startswith(begun)))
    for row in rows[:MOST]:
        yield Named("person", row.name, person_path(row.handle), f"@{row.handle}", more=f"@{row.handle}")


_COMMUNITIES: Any = (
    select(Community.slug, Community.name)
    .where(
        VISIBLE[Community],
        Community.archived_at.is_(None),
        or_(
            Community.name.ilike(bindparam("like"), escape="\\"),
            Community.slug.ilike(bindparam("like"), escape="\\"),
        ),
    )
    .order_by(Community.name, Community.id)
    .limit(MOST)
)


def _communities(viewer: Viewer, words: str) -> Iterator[Named]:
    for row in query(_COMMUNITIES, {**seeing(viewer), "like": like(words)}):
        path = community_path(row.slug)
        yield Named("community", row.name, path, _link(row.name, path))


def _lately(model: Any, state: Any) -> Any:
    latest = (
        select(model.id, model.title, model.kind, state.label("state"), model.activity)
        .where(VISIBLE[model])
        .order_by(model.activity.desc(), model.id)
        .limit(LATELY)
        .subquery()
    )
    return (
        select(latest.c.id, latest.c.title, latest.c.kind, latest.c.state)
        .where(latest.c.title.ilike(bindparam("like"), escape="\\"))
        .order_by(latest.c.activity.desc(), latest.c.id)
        .limit(MOST)
    )


_LATELY: dict[str, Any] = {
    "threads": _lately(Thread, Thread.state),
    "pages": _lately(Page, literal("")),
}


def _titled(viewer: Viewer, kind: str, words: str) -> Iterator[Named]:
    """Threads or pages by title; by their text too where titles alone say little."""
    rows: Sequence[Row[Any]] = query(_LATELY[kind], {**seeing(viewer), "like": like(words)}).all()
    if words and len(rows) < MOST:
        rows = [*rows, *rows_found(viewer, words, kind.removesuffix("s"), MOST)]
    path_of = thread_path if kind == "threads" else page_path
    for row in _once(rows):
        path = path_of(row.id, row.title)
        state = "written_up" if kind == "pages" else row.state if row.kind in MARKED else ""
        yield Named(kind.removesuffix("s"), row.title, path, _link(row.title, path), state)


def _once(rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    by_id: dict[str, Row[Any]] = {}
    for row in rows:
        by_id.setdefault(row.id, row)
    return islice(by_id.values(), MOST)


_NAMED_SO: Any = (
    select(
        System.slug.label("system"),
        System.name.label("tool"),
        literal("").label("task"),
        literal("").label("done"),
    )
    .where(VISIBLE[System], System.name.ilike(bindparam("like"), escape="\\"))
    .union_all(
        select(System.slug, System.name, Task.slug, Task.name)
        .join(System, System.id == Task.system_id)
        .where(VISIBLE[System], VISIBLE[Task], Task.name.ilike(bindparam("like"), escape="\\"))
    )
)
_PLACES: Any = _NAMED_SO.order_by("tool", "done", "system").limit(MOST)


def _places(viewer: Viewer, words: str) -> Iterator[Named]:
    for row in query(_PLACES, {**seeing(viewer), "like": like(words)}):
        path = place_path(row.system, row.task)
        name = f"{row.tool} {WITHIN} {row.done}" if row.task else row.tool
        yield Named("place", name, path, _link(name, path))


def _link(name: str, path: str) -> str:
    label = _SIGNS.sub(r"\\\1", name)
    return f"[{label}]({path})"
