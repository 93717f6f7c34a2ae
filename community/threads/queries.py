"""Reading threads: lists, one thread, its posts. Columns rather than entities; every list starts at VISIBLE."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from community.access.visibility import VISIBLE, seeing
from community.core.paging import Paged, both_ways, decode, encode, moment
from community.core.session import query
from community.core.viewer import Viewer
from community.reading.queries import SINCE, UNREAD
from models import About, Community, Membership, Person, Post, System, Task, Thread, Topic, Waiting

from .said import COUNTED, RESTS

POSTS_PER_PAGE = 40

# The name of somebody who asked without one never leaves the query: not even for administrators.
AUTHOR = aliased(Person)

# Joined by a character that no name holds; one column instead of a query of its own.
SEPARATOR = "\x1f"
_topics = (
    select(func.aggregate_strings(Topic.name, SEPARATOR))
    .join(About, About.topic_id == Topic.id)
    .where(About.object == Thread.id, VISIBLE[Topic])
    .correlate(Thread)
    .scalar_subquery()
    .label("topics")
)

LISTED: Any = (
    select(
        Thread.id,
        Thread.kind,
        Thread.title,
        Thread.state,
        Thread.reach,
        Thread.posts,
        Thread.activity,
        Thread.created_at,
        Thread.changed_at,
        Thread.urgency,
        Thread.role,
        Thread.seq,
        Thread.author_shown,
        case((Thread.author_shown, Thread.author_id), else_=None).label("author_id"),
        case((Thread.author_shown, AUTHOR.handle), else_=None).label("author_handle"),
        case((Thread.author_shown, AUTHOR.name), else_=None).label("author_name"),
        (Thread.author_id == bindparam("me")).label("mine"),
        _topics,
        UNREAD,
        Community.slug.label("community_slug"),
        Community.name.label("community_name"),
        Community.visibility.label("community_visibility"),
        System.name.label("system_name"),
        System.slug.label("system_slug"),
        Task.name.label("task_name"),
        Task.slug.label("task_slug"),
    )
    .join(Community, Community.id == Thread.community_id)
    .join(AUTHOR, AUTHOR.id == Thread.author_id)
    .outerjoin(System, System.id == Thread.system_id)
    .outerjoin(Task, Task.id == Thread.task_id)
    .where(VISIBLE[Thread])
)


def _continue(values: dict[str, Any], after: str, *, newest: bool) -> None:
    last, id_ = decode(after, str if newest else int, str)
    values.update(last=last if isinstance(last, int) else moment(last), last_id=id_)


def listed(
    viewer: Viewer, *, limit: int = 20, after: str | None = None, before: str | None = None, **chosen: Any
) -> Paged[Row[Any]]:
    """Threads, newest activity first.

    Args:
        viewer: who looks.
        limit: how many.
        after: the cursor of the page before.
        before: the same of the page that follows, to go back.
        chosen: `community` (id), `state`, `kind`, `topic` (id), `system` (id), `task` (id), `author` (id),
            `mine`, `by_others` (the viewer's id), `sort` (activity, newest, unanswered).

    Raises:
        Invalid: a cursor that is not ours.
    """
    values: dict[str, Any] = {**seeing(viewer), "me": viewer.person_id}
    newest = chosen.get("sort") == "newest"
    if cursor := before or after:
        _continue(values, cursor, newest=newest)
    for name, value in chosen.items():
        if value and name != "sort":
            values[f"chosen_{name}"] = value
    given = frozenset(name for name, value in chosen.items() if value)
    unanswered = chosen.get("sort") == "unanswered"
    way = "back" if before else "on" if after else ""
    statement = _listing(given - {"sort"}, newest=newest, unanswered=unanswered, way=way)
    rows = query(statement, {**values, "limit": limit + 1}).all()
    cursor_of = _by_birth if newest else _by_activity
    return both_ways(rows, limit, cursor_of, after=after, before=before)


def _by_birth(row: Row[Any]) -> str:
    return encode(row.created_at.isoformat(), row.id)


def _by_activity(row: Row[Any]) -> str:
    return encode(row.activity, row.id)


def topic_names(row: Row[Any]) -> list[str]:
    """The topics of a listed thread, by name."""
    return sorted(row.topics.split(SEPARATOR)) if row.topics else []


_CHOSEN: dict[str, Any] = {
    "community": Thread.community_id == bindparam("chosen_community"),
    "state": Thread.state == bindparam("chosen_state"),
    "kind": Thread.kind == bindparam("chosen_kind"),
    "system": Thread.system_id == bindparam("chosen_system"),
    "task": Thread.task_id == bindparam("chosen_task"),
    "topic": Thread.id.in_(select(About.object).where(About.topic_id == bindparam("chosen_topic"))),
    "mine": Thread.author_id == bindparam("chosen_mine"),
    "by_others": Thread.author_id != bindparam("chosen_by_others"),
    "author": and_(Thread.author_id == bindparam("chosen_author"), Thread.author_shown),
}


@lru_cache(maxsize=256)
def _listing(given: frozenset[str], *, newest: bool, unanswered: bool, way: str) -> Any:
    """The statement of one kind of list, built once: building costs more than asking."""
    statement = LISTED.where(*(_CHOSEN[name] for name in sorted(given)))
    if unanswered:
        statement = statement.where(Thread.state == "open", Thread.kind == "roadblock")
    column: Any = Thread.created_at if newest else Thread.activity
    if way:
        last: Any = bindparam("last")
        last_id: Any = bindparam("last_id")
        beyond = column > last if way == "back" else column < last
        beside = Thread.id > last_id if way == "back" else Thread.id < last_id
        statement = statement.where(or_(beyond, and_(column == last, beside)))
    order = (column, Thread.id) if way == "back" else (column.desc(), Thread.id.desc())
    return statement.order_by(*order).limit(bindparam("limit", type_=Integer))


_PARENT = aliased(Post)
_PARENT_AUTHOR = aliased(Person)
POST_COLUMNS = (
    Post.id,
    Post.thread_id,
    Post.number,
    Post.kind,
    Post.parent_id,
    Post.body,
    Post.body_html,
    Post.created_at,
    Post.changed_at,
    Post.seq,
    Post.changed_seq,
    Post.author_shown,
    Post.score,
    Post.origin,
    Post.licence,
    Post.deleted_at,
    (Post.author_id == bindparam("me")).label("mine"),
    (Post.author_id == Thread.author_id).label("by_asker"),
    case((Post.author_shown, Post.author_id), else_=None).label("author_id"),
    case((Post.author_shown, AUTHOR.handle), else_=None).label("author_handle"),
    case((Post.author_shown, AUTHOR.name), else_=None).label("author_name"),
    case((Post.author_shown, AUTHOR.origin), else_=None).label("author_origin"),
    _PARENT.number.label("parent_number"),
    case((_PARENT.deleted_at.is_(None), func.substr(_PARENT.body, 1, 300)), else_="").label("parent_body"),
    case((_PARENT.author_shown, _PARENT_AUTHOR.name), else_=None).label("parent_author"),
)
_POSTS: Any = (
    select(*POST_COLUMNS)
    .join(Thread, Thread.id == Post.thread_id)
    .join(AUTHOR, AUTHOR.id == Post.author_id)
    .outerjoin(_PARENT, _PARENT.id == Post.parent_id)
    .outerjoin(_PARENT_AUTHOR, _PARENT_AUTHOR.id == _PARENT.author_id)
    .where(VISIBLE[Thread], Post.thread_id == bindparam("thread"))
)
_POSTS_PAGE = _POSTS.where(Post.number.between(bindparam("low"), bindparam("high"))).order_by(Post.number)
_POSTS_AFTER = (
    _POSTS.where(Post.number > bindparam("low"), Post.deleted_at.is_(None))
    .order_by(Post.number)
    .limit(bindparam("limit", type_=Integer))
)
_POSTS_BY_ID = _POSTS.where(Post.id.in_(bindparam("ids", expanding=True)))


def page_of(number: int) -> int:
    """Which page of 40 a post stands on: 2 to 41 on the first, 42 to 81 on the second."""
    return max(1, (number - 2) // POSTS_PER_PAGE + 1)


def posts_page(viewer: Viewer, thread_id: str, page: int) -> Sequence[Row[Any]]:
    """A page of posts by number; deleted ones keep their place (their text is not shown)."""
    low = 2 + (page - 1) * POSTS_PER_PAGE
    values = {"thread": thread_id, "me": viewer.person_id, "low": low, "high": low + POSTS_PER_PAGE - 1}
    return query(_POSTS_PAGE, {**seeing(viewer), **values}).all()


def posts_after(viewer: Viewer, thread_id: str, number: int, limit: int) -> Sequence[Row[Any]]:
    """Posts that stand, by number, from after one on."""
    values = {"thread": thread_id, "me": viewer.person_id, "low": number}
    return query(_POSTS_AFTER, {**seeing(viewer), **values, "limit": limit}).all()


def posts_by_id(viewer: Viewer, thread_id: str, ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Some posts of a thread, by id, whatever page they stand on."""
    if not ids:
        return {}
    values = {"thread": thread_id, "me": viewer.person_id, "ids": list(ids)}
    rows = query(_POSTS_BY_ID, {**seeing(viewer), **values}).all()
    return {row.id: row for row in rows}


_members = (
    select(func.count())
    .where(Membership.community_id == Thread.community_id)
    .correlate(Thread)
    .scalar_subquery()
)
_HEAD = (
    LISTED.add_columns(
        Thread.body,
        Thread.body_html,
        Thread.closed_because,
        Thread.score,
        Thread.origin,
        Thread.licence,
        case((Thread.author_shown, AUTHOR.origin), else_=None).label("author_origin"),
        Thread.last_number,
        *SINCE,
        Thread.changed_seq,
        _members.label("members"),
        VISIBLE[System].label("system_seen"),
        VISIBLE[Task].label("task_seen"),
        *COUNTED,
    )
    .outerjoin(Waiting, RESTS)
    .where(Thread.id == bindparam("thread"))
)


def head(viewer: Viewer, thread_id: str) -> Row[Any]:
    """One thread with its author (if shown), community and point of work."""
    return query(_HEAD, {**seeing(viewer), "me": viewer.person_id, "thread": thread_id}).one()


_ASKABLE: Any = (
    select(Community.slug, Community.name, Community.visibility, Community.id)
    .where(
        Community.archived_at.is_(None),
        VISIBLE[Community],
        or_(Community.visibility == "open", Community.id.in_(bindparam("mine", expanding=True))),
    )
    .order_by(Community.id.in_(bindparam("mine", expanding=True)).desc(), Community.name)
    .limit(200)
)


def askable(viewer: Viewer) -> Sequence[Row[Any]]:
    """Communities in which the viewer may ask: their own first, then the open ones."""
    return query(_ASKABLE, {**seeing(viewer), "mine": list(viewer.roles)}).all()


_OWN = (
    LISTED.where(
        Thread.author_id == bindparam("me"),
        Thread.kind == "roadblock",
        Thread.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(Thread.activity.desc(), Thread.id.desc())
    .limit(10)
)


def own(viewer: Viewer, *states: str) -> Sequence[Row[Any]]:
    """One's own roadblocks of these states, the latest first; answered ones wait for one's word."""
    return query(_OWN, {**seeing(viewer), "me": viewer.person_id, "states": states}).all()
