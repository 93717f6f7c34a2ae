"""What somebody follows. One's own list starts at VISIBLE: what one may no longer read is not in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.access.visibility import VISIBLE, seeing
from community.core.paging import Paged, decode, encode, moment
from community.core.session import query, session
from community.core.viewer import Viewer
from models import Community, Following, Page, PageRevision, Person, Post, System, Task, Thread, Topic

from .objects import Followed, kind_of

ME: Any = bindparam("me")
# Of what one may read, nearest first: an own choice; else what comes by itself for whoever wrote there.
TAKES_PART: dict[str, Any] = {
    "thread": or_(
        exists().where(Thread.id == bindparam("object"), Thread.author_id == ME),
        exists().where(
            Post.thread_id == bindparam("object"), Post.author_id == ME, Post.deleted_at.is_(None)
        ),
    ),
    "page": exists().where(PageRevision.page_id == bindparam("object"), PageRevision.by_id == ME),
}
_MINE = (
    select(Following.strength)
    .where(Following.person_id == ME, Following.object == bindparam("object"))
    .scalar_subquery()
)
_STANDING = {
    kind: select(_MINE.label("chosen"), takes_part.label("takes_part"))
    for kind, takes_part in TAKES_PART.items()
}
_CHOSEN = select(_MINE.label("chosen"))


def standing(viewer: Viewer, thing: Followed) -> tuple[str, str]:
    """What the viewer chose for something ('' if nothing), and how closely they follow it by itself."""
    kind = kind_of(thing)
    row = query(_STANDING.get(kind, _CHOSEN), {"me": viewer.person_id, "object": thing.id}).one()
    if kind == "community":
        return row.chosen or "", "little" if thing.id in viewer.roles else ""
    by_itself = "normal" if kind in TAKES_PART and row.takes_part else ""
    return row.chosen or "", by_itself


_AMONG: Any = select(Following.object).where(
    Following.person_id == ME, Following.object.in_(bindparam("objects", expanding=True))
)


def chosen_among(viewer: Viewer, objects: Collection[str]) -> str | None:
    """The one of these that the viewer chose something for."""
    found: str | None = query(_AMONG, {"me": viewer.person_id, "objects": list(objects)}).scalar()
    return found


_TOPIC: Any = (
    select(Topic)
    .outerjoin(Following, and_(Following.object == Topic.id, Following.person_id == ME))
    .where(Topic.id.in_(bindparam("ids", expanding=True)), VISIBLE[Topic])
    .order_by(Following.object.is_(None), Topic.id)
    .limit(1)
)


def topic_among(viewer: Viewer, ids: Collection[str]) -> Topic | None:
    """Of the entries of one topic the one that the viewer chose something for, else the first."""
    values = {**seeing(viewer), "me": viewer.person_id, "ids": list(ids)}
    found: Topic | None = session().scalars(_TOPIC, values).first()
    return found


def _of(kind: str, model: Any) -> Any:
    return and_(Following.kind == kind, model.id == Following.object, VISIBLE[model])


_DONE_WITH = aliased(System)
_FOLLOWED: Any = (
    select(
        Following.object,
        Following.kind,
        Following.strength,
        Following.at,
        func.coalesce(
            Thread.title, Page.title, Community.name, Person.name, Topic.name, System.name, Task.name
        ).label("title"),
        func.coalesce(Community.slug, Person.handle, Following.object).label("ref"),
        func.coalesce(System.slug, _DONE_WITH.slug).label("system_slug"),
        Task.slug.label("task_slug"),
    )
    .select_from(Following)
    .outerjoin(Thread, _of("thread", Thread))
    .outerjoin(Page, _of("page", Page))
    .outerjoin(Community, _of("community", Community))
    .outerjoin(Person, _of("person", Person))
    .outerjoin(Topic, _of("topic", Topic))
    .outerjoin(System, _of("system", System))
    .outerjoin(Task, _of("task", Task))
    .outerjoin(_DONE_WITH, _DONE_WITH.id == Task.system_id)
    .where(
        Following.person_id == ME,
        or_(*(model.id.is_not(None) for model in (Thread, Page, Community, Person, Topic, System, Task))),
    )
    .order_by(Following.at.desc(), Following.object.desc())
    .limit(bindparam("most"))
)
_FOLLOWED_AFTER = _FOLLOWED.where(
    or_(
        Following.at < bindparam("last"),
        and_(Following.at == bindparam("last"), Following.object < bindparam("last_object")),
    )
)


def followed(viewer: Viewer, limit: int, after: str | None = None) -> Paged[Row[Any]]:
    """What the viewer chose to follow or mute and may read now, the latest choice first.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    values: dict[str, Any] = {**seeing(viewer), "me": viewer.person_id, "most": limit + 1}
    statement = _FOLLOWED
    if after:
        last, object_ = decode(after, str, str)
        values |= {"last": moment(last), "last_object": object_}
        statement = _FOLLOWED_AFTER
    rows = query(statement, values).all()
    if len(rows) <= limit:
        return Paged(rows, None)
    last_row = rows[limit - 1]
    return Paged(rows[:limit], encode(last_row.at.isoformat(), last_row.object))


_CHOICES: Any = select(Following.person_id, Following.object, Following.kind, Following.strength).where(
    Following.object.in_(bindparam("objects", expanding=True))
)


def choices(objects: Collection[str]) -> Sequence[Row[Any]]:
    """What everybody chose for any of these: for deliveries, which are checked as their recipients."""
    return query(_CHOICES, {"objects": list(objects)}).all() if objects else ()


_REACHABLE = and_(Person.email_confirmed_at.is_not(None), Person.deactivated_at.is_(None))
_WRITERS: dict[str, Any] = {
    "thread": select(Post.author_id)
    .join(Person, and_(Person.id == Post.author_id, _REACHABLE))
    .where(Post.thread_id == bindparam("object"), Post.deleted_at.is_(None))
    .union(select(Thread.author_id).where(Thread.id == bindparam("object"))),
    "page": select(PageRevision.by_id)
    .join(Person, and_(Person.id == PageRevision.by_id, _REACHABLE))
    .where(PageRevision.page_id == bindparam("object"))
    .distinct(),
}


def taking_part(kind: str, object_: str) -> frozenset[str]:
    """Who asked or wrote there and can be reached: they follow it by itself."""
    return frozenset(query(_WRITERS[kind], {"object": object_}).scalars())
