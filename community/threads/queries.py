"""Reading threads: lists, one thread, its posts. Columns rather than entities; every list starts at VISIBLE."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from community.access.visibility import VISIBLE, seeing
from community.core.errors import NotFound
from community.core.paging import Paged, decode, encode, moment
from community.core.session import query, session
from community.core.viewer import Viewer
from models import About, Community, Membership, Person, Post, Solution, System, Task, Thread, Topic, Waiting

from .said import COUNTED, RESTS

POSTS_PER_PAGE = 40

# The name of somebody who asked without one never leaves the query: not even for administrators.
AUTHOR = aliased(Person)
_shown_handle = case((Thread.author_shown, AUTHOR.handle), else_=None).label("author_handle")
_shown_name = case((Thread.author_shown, AUTHOR.name), else_=None).label("author_name")
_shown_id = case((Thread.author_shown, Thread.author_id), else_=None).label("author_id")
_is_mine = (Thread.author_id == bindparam("me")).label("mine")

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
        _shown_id,
        _shown_handle,
        _shown_name,
        _is_mine,
        _topics,
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


def listed(viewer: Viewer, *, limit: int = 20, after: str | None = None, **chosen: Any) -> Paged[Row[Any]]:
    """Threads, newest activity first.

    Args:
        viewer: who looks.
        limit: how many.
        after: the cursor of an earlier page.
        chosen: `community` (id), `state`, `kind`, `topic` (id), `system` (id), `task` (id), `author` (id),
            `sort` (activity, newest, unanswered).

    Raises:
        Invalid: a cursor that is not ours.
    """
    values: dict[str, Any] = {**seeing(viewer), "me": viewer.person_id}
    newest = chosen.get("sort") == "newest"
    if after:
        _continue(values, after, newest=newest)
    for name, value in chosen.items():
        if value and name != "sort":
            values[f"chosen_{name}"] = value
    given = frozenset(name for name, value in chosen.items() if value)
    unanswered = chosen.get("sort") == "unanswered"
    statement = _listing(given - {"sort"}, newest=newest, unanswered=unanswered, continued=bool(after))
    rows = query(statement, {**values, "limit": limit + 1}).all()
    if len(rows) <= limit:
        return Paged(rows, None)
    last = rows[limit - 1]
    return Paged(rows[:limit], encode(last.created_at.isoformat() if newest else last.activity, last.id))


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
    "author": and_(Thread.author_id == bindparam("chosen_author"), Thread.author_shown),
}


@lru_cache(maxsize=256)
def _listing(given: frozenset[str], *, newest: bool, unanswered: bool, continued: bool) -> Any:
    """The statement of one kind of list, built once: building costs more than asking."""
    statement = LISTED.where(*(_CHOSEN[name] for name in sorted(given)))
    if unanswered:
        statement = statement.where(Thread.state == "open", Thread.kind == "roadblock")
    column: Any = Thread.created_at if newest else Thread.activity
    if continued:
        same_moment = and_(column == bindparam("last"), Thread.id < bindparam("last_id"))
        statement = statement.where(or_(column < bindparam("last"), same_moment))
    return statement.order_by(column.desc(), Thread.id.desc()).limit(bindparam("limit", type_=Integer))


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
        Thread.changed_seq,
        _members.label("members"),
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
        Thread.state.in_(("open", "answered", "waiting")),
    )
    .order_by(Thread.activity.desc(), Thread.id.desc())
    .limit(10)
)


def own_unsolved(viewer: Viewer) -> Sequence[Row[Any]]:
    """One's own roadblocks that nobody has got through yet; answered ones wait for one's word."""
    return query(_OWN, {**seeing(viewer), "me": viewer.person_id}).all()


_STANDING = select(Solution.subject).where(
    Solution.thread_id == bindparam("thread"), Solution.withdrawn_at.is_(None)
)


def standing_subjects(thread_id: str) -> set[str]:
    """The answers of a thread (in a tip: itself) that are solutions now."""
    return set(query(_STANDING, {"thread": thread_id}).scalars())


def subject_of(thread: Thread, post_id: str) -> Post | Thread:
    """The answer that may be a solution, or the tip itself.

    Raises:
        NotFound: no answer of this thread.
    """
    if thread.kind == "tip" and post_id == thread.id:
        return thread
    post = session().get(Post, post_id)
    if post is None or post.thread_id != thread.id:
        raise NotFound
    return post
