"""Reading threads: lists, one thread, its posts. Columns rather than entities; every list starts at VISIBLE."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from community.access.visibility import VISIBLE, seeing
from community.core.errors import NotFound
from community.core.paging import Paged, decode, encode, moment
from community.core.session import session
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


def _after(after: str, column: Any, values: dict[str, Any]) -> Any:
    last, id_ = decode(after, int if column is Thread.activity else str, str)
    values.update(last=last if isinstance(last, int) else moment(last), last_id=id_)
    earlier = and_(column == bindparam("last"), Thread.id < bindparam("last_id"))
    return or_(column < bindparam("last"), earlier)


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
    statement = _filtered(chosen)
    newest = chosen.get("sort") == "newest"
    column: Any = Thread.created_at if newest else Thread.activity
    if after:
        statement = statement.where(_after(after, column, values))
    statement = statement.order_by(column.desc(), Thread.id.desc()).limit(limit + 1)
    rows = session().execute(statement, values).all()
    if len(rows) <= limit:
        return Paged(rows, None)
    last = rows[limit - 1]
    return Paged(rows[:limit], encode(last.created_at.isoformat() if newest else last.activity, last.id))


def topic_names(row: Row[Any]) -> list[str]:
    """The topics of a listed thread, by name."""
    return sorted(row.topics.split(SEPARATOR)) if row.topics else []


def _filtered(chosen: dict[str, Any]) -> Any:
    statement = LISTED
    columns = {
        "community": Thread.community_id,
        "state": Thread.state,
        "kind": Thread.kind,
        "system": Thread.system_id,
        "task": Thread.task_id,
    }
    for name, column in columns.items():
        if chosen.get(name):
            statement = statement.where(column == chosen[name])
    if chosen.get("topic"):
        about = select(About.object).where(About.topic_id == chosen["topic"])
        statement = statement.where(Thread.id.in_(about))
    if chosen.get("author"):
        statement = statement.where(Thread.author_id == chosen["author"], Thread.author_shown)
    if chosen.get("sort") == "unanswered":
        statement = statement.where(Thread.state == "open", Thread.kind == "roadblock")
    return statement


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
_POSTS_AFTER = _POSTS.where(Post.number > bindparam("low"), Post.deleted_at.is_(None)).order_by(Post.number)
_POSTS_BY_ID = _POSTS.where(Post.id.in_(bindparam("ids", expanding=True)))


def page_of(number: int) -> int:
    """Which page of 40 a post stands on: 2 to 41 on the first, 42 to 81 on the second."""
    return max(1, (number - 2) // POSTS_PER_PAGE + 1)


def posts_page(viewer: Viewer, thread_id: str, page: int) -> Sequence[Row[Any]]:
    """A page of posts by number; deleted ones keep their place (their text is not shown)."""
    low = 2 + (page - 1) * POSTS_PER_PAGE
    values = {"thread": thread_id, "me": viewer.person_id, "low": low, "high": low + POSTS_PER_PAGE - 1}
    return session().execute(_POSTS_PAGE, {**seeing(viewer), **values}).all()


def posts_after(viewer: Viewer, thread_id: str, number: int, limit: int) -> Sequence[Row[Any]]:
    """Posts that stand, by number, from after one on."""
    values = {"thread": thread_id, "me": viewer.person_id, "low": number}
    return session().execute(_POSTS_AFTER.limit(limit), {**seeing(viewer), **values}).all()


def posts_by_id(viewer: Viewer, thread_id: str, ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Some posts of a thread, by id, whatever page they stand on."""
    if not ids:
        return {}
    values = {"thread": thread_id, "me": viewer.person_id, "ids": list(ids)}
    rows = session().execute(_POSTS_BY_ID, {**seeing(viewer), **values}).all()
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
    return session().execute(_HEAD, {**seeing(viewer), "me": viewer.person_id, "thread": thread_id}).one()


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
    return session().execute(_ASKABLE, {**seeing(viewer), "mine": list(viewer.roles)}).all()


_OWN = LISTED.where(
    Thread.author_id == bindparam("me"),
    Thread.kind == "roadblock",
    Thread.state.in_(("open", "answered", "waiting")),
).order_by(Thread.activity.desc(), Thread.id.desc())


def own_unsolved(viewer: Viewer) -> Sequence[Row[Any]]:
    """One's own roadblocks that nobody has got through yet; answered ones wait for one's word."""
    return session().execute(_OWN.limit(10), {**seeing(viewer), "me": viewer.person_id}).all()


_STANDING = select(Solution.subject).where(
    Solution.thread_id == bindparam("thread"), Solution.withdrawn_at.is_(None)
)


def standing_subjects(thread_id: str) -> set[str]:
    """The answers of a thread (in a tip: itself) that are solutions now."""
    return set(session().scalars(_STANDING, {"thread": thread_id}))


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
