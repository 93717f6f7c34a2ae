"""What the index is told of threads and pages: everything, with the tokens that open each. It asks for no viewer.

Authors only where their name is shown. Topics, systems and tasks only where every reader of the thing may know them,
or their names could be found by people who may not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, or_, select, union_all

from community.core.session import session
from models import (
    About,
    Audience,
    Delivery,
    Outcome,
    Page,
    PageRevision,
    Post,
    Promotion,
    Solution,
    System,
    Task,
    Thread,
    Topic,
    Warned,
)

IDS: Any = bindparam("ids", expanding=True)
AT_ONCE = 200

THREADS: Any = select(
    Thread.id, Thread.community_id, Thread.title, Thread.body_html, Thread.kind, Thread.state, Thread.activity,
    Thread.system_id, Thread.task_id,
    case((Thread.author_shown, Thread.author_id), else_="").label("author"),
).where(Thread.id.in_(IDS), Thread.deleted_at.is_(None))  # fmt: skip
PAGES: Any = (
    select(
        Page.id, Page.community_id, Page.title, Page.body_html, Page.success, Page.kind, Page.activity,
        Page.system_id, Page.task_id,
        case((PageRevision.by_shown, PageRevision.by_id), else_="").label("author"),
    )
    .join(PageRevision, and_(PageRevision.page_id == Page.id, PageRevision.n == 1))
    .where(Page.id.in_(IDS), Page.deleted_at.is_(None))
)  # fmt: skip
TOKENS: Any = select(Audience.object, Audience.token).where(Audience.object.in_(IDS))
TOPICS: Any = (
    select(About.object, Topic.id, Topic.name)
    .join(Topic, Topic.id == About.topic_id)
    .where(About.object.in_(IDS))
)
PLACES: Any = union_all(
    select(System.id, System.slug).where(System.id.in_(IDS)),
    select(Task.id, Task.slug).where(Task.id.in_(IDS)),
)
POSTS: Any = (
    select(Post.id, Post.thread_id, Post.kind, Post.body_html)
    .where(Post.thread_id.in_(IDS), Post.deleted_at.is_(None))
    .order_by(Post.thread_id, Post.kind, Post.number)
)
SOLUTIONS: Any = (
    select(Solution.thread_id, Solution.subject, Solution.cause_html)
    .where(Solution.thread_id.in_(IDS), Solution.withdrawn_at.is_(None))
    .order_by(Solution.at, Solution.subject)
)
WORKED: Any = (
    select(Outcome.root, func.count().label("worked"))
    .where(Outcome.root.in_(IDS), Outcome.said == "worked")
    .group_by(Outcome.root)
)
WARNED: Any = select(Warned.object).where(
    Warned.root.in_(IDS), Warned.lifted_at.is_(None), Warned.held_at.is_(None)
)

_ROOTS: Any = union_all(
    select(Thread.id.label("id"), Thread.community_id.label("home")).where(Thread.deleted_at.is_(None)),
    select(Page.id, Page.community_id).where(Page.deleted_at.is_(None)),
).subquery()
_AFTER: Any = select(_ROOTS.c.id).where(_ROOTS.c.id > bindparam("after")).order_by(_ROOTS.c.id).limit(AT_ONCE)
_AFTER_AT_HOME: Any = _AFTER.where(_ROOTS.c.home == bindparam("home"))
_COUNT: Any = select(func.count()).select_from(_ROOTS)


def rows(statement: Any, ids: Iterable[str]) -> Sequence[Row[Any]]:
    """What one of the statements above says of these ids."""
    wanted = list(ids)
    return session().execute(statement, {"ids": wanted}).all() if wanted else []


def roots_after(after: str, community_id: str | None = None) -> Sequence[str]:
    """The next ids of threads and pages that are not deleted: of one community, or of all."""
    if community_id is None:
        return session().scalars(_AFTER, {"after": after}).all()
    return session().scalars(_AFTER_AT_HOME, {"after": after, "home": community_id}).all()


def number_of_roots() -> int:
    """How many threads and pages the index should hold."""
    return session().scalar(_COUNT) or 0


_FOLLOWS: Any = select(Delivery.id).where(Delivery.lane == "index", Delivery.parked_at.is_(None)).limit(1)


def is_behind() -> bool:
    """Whether there are events that the index has not heard of yet."""
    return session().execute(_FOLLOWS).first() is not None


_WRITTEN_BY: Any = union_all(
    select(Thread.id).where(Thread.author_id == bindparam("person")),
    select(PageRevision.page_id).where(PageRevision.by_id == bindparam("person"), PageRevision.n == 1),
)


def written_by(person_id: str) -> Sequence[str]:
    """The threads and pages that the index knows as somebody's."""
    return session().scalars(_WRITTEN_BY, {"person": person_id}).all()


_SOURCES: Any = select(Promotion.thread_id).where(Promotion.page_id == bindparam("page")).distinct()


def sources_of(page_id: str) -> Sequence[str]:
    """The threads that a page was written up from."""
    return session().scalars(_SOURCES, {"page": page_id}).all()


_DONE_WITH: Any = union_all(
    select(Thread.id).where(
        or_(Thread.system_id == bindparam("place"), Thread.task_id == bindparam("place"))
    ),
    select(Page.id).where(or_(Page.system_id == bindparam("place"), Page.task_id == bindparam("place"))),
)


def done_with(place_id: str) -> Sequence[str]:
    """The threads and pages that a system or task is the context of."""
    return session().scalars(_DONE_WITH, {"place": place_id}).all()
