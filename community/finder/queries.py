"""What the finder reads: the names of filters, and what was found. Everything starts at VISIBLE.

Who asked without a name never leaves these queries: no author is read at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Text, bindparam, case, cast, func, literal, null, select, union_all

from community.access.visibility import VISIBLE, seeing
from community.core.addresses import slug_of
from community.core.normal import storable
from community.core.session import query
from community.core.viewer import Viewer
from models import Community, Outcome, Page, Person, Post, Solution, System, Task, Thread, Topic, Warned
from search.analysis import key

from .asked import Asked

# So much of a text is looked at for the sentence that shows why it was found.
READ = 12_000
READ_OF_ANSWERS = 3_000
MOST_ANSWERS = 200

IDS: Any = bindparam("ids", expanding=True)
_HOME = (
    Community.slug.label("community_slug"),
    Community.name.label("community_name"),
    Community.visibility.label("community_visibility"),
)
_THREADS: Any = (
    select(
        Thread.id, Thread.kind, Thread.title, Thread.state, Thread.created_at.label("at"), *_HOME,
        func.substr(Thread.body_html, 1, READ).label("body"), literal("thread").label("type"),
    )
    .join(Community, Community.id == Thread.community_id)
    .where(VISIBLE[Thread], Thread.id.in_(IDS))
)  # fmt: skip
_PAGES: Any = (
    select(
        Page.id, Page.kind, Page.title, literal("").label("state"), Page.changed_at.label("at"), *_HOME,
        func.substr(Page.body_html, 1, READ).label("body"), literal("page").label("type"),
    )
    .join(Community, Community.id == Page.community_id)
    .where(VISIBLE[Page], Page.id.in_(IDS))
)  # fmt: skip
_FOUND: Any = union_all(_THREADS, _PAGES)
# What worked, a fix before a workaround, then the newest; a tip's own text stands in its body.
_SOLUTIONS: Any = (
    select(
        Solution.thread_id,
        func.substr(Post.body_html, 1, READ).label("body"),
        func.substr(Solution.cause_html, 1, READ).label("cause"),
    )
    .outerjoin(Post, Post.id == Solution.subject)
    .where(
        Solution.thread_id.in_(IDS),
        Solution.withdrawn_at.is_(None),
        Post.deleted_at.is_(None),
        ~select(Warned.id)
        .where(Warned.object == Solution.subject, Warned.lifted_at.is_(None), Warned.held_at.is_(None))
        .exists(),
    )
    .order_by(case((Solution.cause != "", 0), else_=1), Solution.at.desc())
)
_POSTS: Any = (
    select(Post.thread_id, func.substr(Post.body_html, 1, READ_OF_ANSWERS).label("body"))
    .where(VISIBLE[Post], Post.thread_id.in_(IDS))
    .order_by(Post.kind, Post.number)
    .limit(MOST_ANSWERS)
)
# How often it worked, and the warnings that stand: one round trip for both.
_SAID: Any = (
    select(Outcome.root, func.count().label("worked"), cast(null(), Text).label("reason"))
    .where(Outcome.root.in_(IDS), Outcome.said == "worked")
    .group_by(Outcome.root)
    .union_all(
        select(Warned.root, literal(0), Warned.reason).where(
            Warned.root.in_(IDS), Warned.lifted_at.is_(None), Warned.held_at.is_(None)
        )
    )
)


def found(viewer: Viewer, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """The threads and pages among these that the viewer may read now, by id."""
    return {row.id: row for row in _rows(_FOUND, ids, seeing(viewer))}


def solutions(ids: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """What worked in these threads, which the viewer was found to see; warned and withdrawn ones are left out."""
    return _grouped(_rows(_SOLUTIONS, ids))


def posts(viewer: Viewer, ids: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """Answers, then comments of these threads."""
    return _grouped(_rows(_POSTS, ids, seeing(viewer)))


def said(ids: Iterable[str]) -> tuple[dict[str, int], dict[str, list[str]]]:
    """For how many it worked, and what is said to be wrong or unsafe, of roots that the viewer was found to see."""
    worked: dict[str, int] = {}
    warnings: dict[str, list[str]] = {}
    for row in _rows(_SAID, ids):
        if row.reason is None:
            worked[row.root] = row.worked
        else:
            warnings.setdefault(row.root, []).append(row.reason)
    return worked, warnings


def _rows(statement: Any, ids: Iterable[str], more: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
    wanted = list(ids)
    return query(statement, {"ids": wanted, **(more or {})}).all() if wanted else []


def _grouped(rows: Iterable[Row[Any]]) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = {}
    for row in rows:
        grouped.setdefault(row.thread_id, []).append(row)
    return grouped


def _named(name: str, column: Any, typed: Any, seen: Any) -> Any:
    return select(literal(name).label("name"), cast(column, Text).label("value")).where(typed, seen)


_NAMES: Any = union_all(
    _named("community", Community.id, Community.slug == bindparam("community"), VISIBLE[Community]),
    _named("author", Person.id, Person.handle == bindparam("author"), VISIBLE[Person]),
    _named("topic", Topic.name, Topic.slug == bindparam("topic"), VISIBLE[Topic]),
    _named("system", System.slug, System.slug == bindparam("system"), VISIBLE[System]),
    _named("task", Task.slug, Task.slug == bindparam("task"), VISIBLE[Task]),
)


_COMMUNITY: Any = select(Community.id).where(Community.slug == bindparam("slug"), VISIBLE[Community])


def community_id(viewer: Viewer, slug: str) -> str:
    """The id of a community that the viewer finds; empty for any other, and where none was named."""
    if not slug or storable(slug) != slug:
        return ""
    return query(_COMMUNITY, {**seeing(viewer), "slug": slug.lower()}).scalar() or ""


def resolved(viewer: Viewer, asked: Asked) -> Asked | None:
    """The same question with ids for the names of a community and a person, and topics as they are written.

    Returns:
        None where nothing can be found: a name that the viewer does not see, or no such thing at all, alike.
    """
    typed = {
        "community": asked.community.lower(),
        "author": asked.author.lower().lstrip("@"),
        "topic": slug_of(asked.topic),
        "system": slug_of(asked.system),
        "task": slug_of(asked.task),
    }
    known = {"state": key(asked.state), "kind": key(asked.kind), "type": key(asked.type)}
    if any(typed.values()):
        rows = query(_NAMES, {**seeing(viewer), **typed}).all()
        known |= {row.name: row.value for row in sorted(rows, key=lambda row: str(row.value), reverse=True)}
    if any(chosen and not known.get(name) for name, chosen in asked.filters.items()):
        return None
    return replace(asked, **{name: known.get(name, "") for name in asked.filters})
