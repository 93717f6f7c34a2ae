"""The inbox: what one was told, as far as one may still read it. The count comes from the same select."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select

from community.access.visibility import HELD, VISIBLE, seeing
from community.core.paging import Paged, decode, encode
from community.core.session import query
from community.core.viewer import Viewer
from models import Community, Notification, Page, Person, Post, Thread

MOST_COUNTED = 100

BASE: Any = (
    select(
        Notification.id,
        Notification.reason,
        Notification.root,
        Notification.root_kind,
        Notification.object,
        Notification.at,
        Notification.read_at,
        Notification.seq,
        Notification.data,
        func.coalesce(Thread.title, Page.title, Community.name, Person.name).label("title"),
        Thread.state,
        Thread.kind,
        Post.number,
        Community.slug,
        Person.handle,
    )
    .select_from(Notification)
    .outerjoin(
        Thread, and_(Notification.root_kind == "thread", Thread.id == Notification.root, VISIBLE[Thread])
    )
    .outerjoin(Page, and_(Notification.root_kind == "page", Page.id == Notification.root, VISIBLE[Page]))
    .outerjoin(
        Community,
        and_(Notification.root_kind == "community", Community.id == Notification.root, VISIBLE[Community]),
    )
    .outerjoin(Person, and_(Notification.root_kind == "person", Person.id == Notification.root, HELD[Person]))
    .outerjoin(Post, and_(Post.id == Notification.object, Post.deleted_at.is_(None)))
    .where(
        Notification.person_id == bindparam("me"),
        or_(Thread.id.is_not(None), Page.id.is_not(None), Community.id.is_not(None), Person.id.is_not(None)),
    )
)
_NEWEST = BASE.order_by(Notification.at.desc(), Notification.id.desc())
_UNREAD = select(func.count()).select_from(
    BASE.where(Notification.read_at.is_(None)).limit(MOST_COUNTED).subquery()
)
_ONE = BASE.where(Notification.id == bindparam("id"))
_OLDEST_UNREAD = BASE.where(
    Notification.root == bindparam("root"), Notification.at <= bindparam("at"), Notification.read_at.is_(None)
).order_by(Notification.at, Notification.id)


def told(
    viewer: Viewer, limit: int, after: str | None = None, *, unread_only: bool = False
) -> Paged[Row[Any]]:
    """What one was told, newest first."""
    values: dict[str, Any] = {**seeing(viewer), "me": viewer.person_id}
    statement = _NEWEST.where(Notification.read_at.is_(None)) if unread_only else _NEWEST
    if after:
        last = decode(after, str)[0]
        earlier = select(Notification.at, Notification.id).where(Notification.id == last).subquery()
        statement = statement.where(
            or_(
                Notification.at < select(earlier.c.at).scalar_subquery(),
                and_(Notification.at == select(earlier.c.at).scalar_subquery(), Notification.id < last),
            )
        )
    rows: Sequence[Row[Any]] = query(statement.limit(limit + 1), values).all()
    return Paged(rows[:limit], encode(rows[limit - 1].id) if len(rows) > limit else None)


def unread(viewer: Viewer) -> int:
    """How many are unread, up to a hundred."""
    return query(_UNREAD, {**seeing(viewer), "me": viewer.person_id}).scalar() or 0


def one(viewer: Viewer, id_: str) -> Row[Any] | None:
    """One's own notification, if it may still be read."""
    found: Row[Any] | None = query(_ONE, {**seeing(viewer), "me": viewer.person_id, "id": id_}).first()
    return found


def first_unread(viewer: Viewer, latest: Row[Any]) -> Row[Any]:
    """Where to begin with what one was told about the same thing: the oldest that is unread, up to this one."""
    values = {**seeing(viewer), "me": viewer.person_id, "root": latest.root, "at": latest.at}
    found: Row[Any] | None = query(_OLDEST_UNREAD.limit(1), values).first()
    return found or latest
