"""What people ran into at a point of work: ways through, open roadblocks, who got others through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select

from community.access.visibility import VISIBLE, seeing
from community.core.addresses import post_path
from community.core.session import query
from community.core.viewer import Viewer
from models import About, Community, Person, Post, Solution, Thread, Warned

from .queries import LISTED

MOST_THREADS = 20
MOST_PEOPLE = 8
MOST_REASONS = 5

_HERE: Any = {
    "system": Thread.system_id.in_(bindparam("systems", expanding=True)),
    "task": Thread.task_id.in_(bindparam("tasks", expanding=True)),
}
PASSED = ("solved", "written_up", "waiting")
_ORDER = (Thread.activity.desc(), Thread.id.desc())
_THROUGH: Any = LISTED.where(Thread.kind.in_(("roadblock", "tip")), Thread.state.in_(PASSED))
_OPEN: Any = LISTED.where(Thread.kind == "roadblock", Thread.state.in_(("open", "answered")))


def _statements(base: Any, most: int, *order: Any) -> dict[str, Any]:
    return {name: base.where(here).order_by(*order).limit(most) for name, here in _HERE.items()}


_WAYS_THROUGH = _statements(_THROUGH, MOST_THREADS, *_ORDER)
_STILL_OPEN = _statements(_OPEN, MOST_THREADS, *_ORDER)
_ABOUT: Any = (
    LISTED.where(
        Thread.id.in_(select(About.object).where(About.topic_id.in_(bindparam("topics", expanding=True)))),
        or_(
            and_(Thread.kind.in_(("roadblock", "tip")), Thread.state.in_(PASSED)),
            and_(Thread.kind == "roadblock", Thread.state.in_(("open", "answered"))),
        ),
    )
    .order_by(*_ORDER)
    .limit(2 * MOST_THREADS)
)
_warned = (
    select(Warned.id)
    .where(Warned.object == Solution.subject, Warned.lifted_at.is_(None), Warned.held_at.is_(None))
    .correlate(Solution)
    .exists()
)
# Whose answer is a solution that stands, the newest first; never the name of somebody who wrote without one.
_GOT_THROUGH = _statements(
    select(
        Person.id.label("person_id"), Person.handle, Person.name, Post.number, Thread.id, Thread.title,
        Thread.state, Community.slug.label("community_slug"), Community.name.label("community_name"),
        Community.visibility.label("community_visibility"),
    )
    .join(Post, Post.author_id == Person.id)
    .join(Solution, Solution.subject == Post.id)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Community, Community.id == Thread.community_id)
    .where(
        VISIBLE[Thread], VISIBLE[Person], Post.deleted_at.is_(None), Post.author_shown,
        Solution.withdrawn_at.is_(None), ~_warned,
    ),
    MOST_PEOPLE * MOST_REASONS,
    Solution.at.desc(), Solution.id,
)  # fmt: skip


def _asked(viewer: Viewer, systems: Sequence[str], tasks: Sequence[str]) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {**seeing(viewer), "me": viewer.person_id}
    if tasks:
        return "task", values | {"tasks": list(tasks)}
    return "system", values | {"systems": list(systems)}


def ways_through(viewer: Viewer, systems: Sequence[str], tasks: Sequence[str] = ()) -> Sequence[Row[Any]]:
    """Roadblocks and tips that somebody got past, and those that wait for a repair; newest activity first.

    Args:
        viewer: who looks.
        systems: the ids of systems.
        tasks: those of tasks; given, only what is done with these counts.
    """
    kind, values = _asked(viewer, systems, tasks)
    return query(_WAYS_THROUGH[kind], values).all()


def still_open(viewer: Viewer, systems: Sequence[str], tasks: Sequence[str] = ()) -> Sequence[Row[Any]]:
    """Roadblocks that nobody has got past yet; arguments as of `ways_through`."""
    kind, values = _asked(viewer, systems, tasks)
    return query(_STILL_OPEN[kind], values).all()


def about(viewer: Viewer, topics: Sequence[str]) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Of any of these topics: what somebody got past, and roadblocks that nobody has got past yet; one query."""
    rows = query(_ABOUT, {**seeing(viewer), "me": viewer.person_id, "topics": list(topics)}).all()
    through = [row for row in rows if row.state in PASSED]
    return through, [row for row in rows if row.state not in PASSED]


@dataclass(frozen=True)
class GotThrough:
    """Somebody whose answers got others through, and which: rows of threads, with the answer's `number`."""

    id: str
    handle: str
    name: str
    reasons: tuple[Row[Any], ...]


def who_got_through(
    viewer: Viewer, systems: Sequence[str], tasks: Sequence[str] = ()
) -> Sequence[GotThrough]:
    """Whose answers were accepted here, the latest first; arguments as of `ways_through`."""
    kind, values = _asked(viewer, systems, tasks)
    found: dict[str, list[Row[Any]]] = {}
    for row in query(_GOT_THROUGH[kind], values):
        found.setdefault(row.person_id, []).append(row)
    people = list(found.values())[:MOST_PEOPLE]
    return [
        GotThrough(rows[0].person_id, rows[0].handle, rows[0].name, tuple(rows[:MOST_REASONS]))
        for rows in people
    ]


def reason_object(row: Row[Any]) -> dict[str, Any]:
    """A solution that shows what somebody knows, as the API shows what was found."""
    return {
        "type": "thread",
        "id": row.id,
        "thread": None,
        "title": row.title,
        "url": post_path(row.id, row.title, row.number),
        "snippet_html": "",
        "state": row.state,
        "community": {
            "slug": row.community_slug,
            "name": row.community_name,
            "visibility": row.community_visibility,
        },
        "score": 0.0,
        "why": ["solution"],
    }
