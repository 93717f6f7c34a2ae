"""What happened lately in what somebody follows, however closely: solved, written up, a page changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    case,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from community.access.visibility import TOKENS, VISIBLE, seeing
from community.core.clock import micros
from community.core.session import query
from community.core.viewer import Viewer
from models import (
    MUTE,
    About,
    Following,
    Page,
    PageRevision,
    Post,
    Promotion,
    Solution,
    System,
    Task,
    Thread,
    Topic,
)

ME: Any = bindparam("me")
SINCE: Any = bindparam("since")
MOST = 8


def _chose(object_: Any, *, mute: bool) -> ColumnElement[bool]:
    said = Following.strength == MUTE if mute else Following.strength != MUTE
    return exists().where(Following.person_id == ME, object_, said)


def _itself(model: Any, *, mute: bool = False) -> ColumnElement[bool]:
    return _chose(Following.object == model.id, mute=mute)


def _same_address(id_: Any, kind: type[System | Task]) -> Any:
    """A system or task with those of its name in other lists: they are followed as one."""
    here: Any = aliased(kind)
    there: Any = aliased(kind)
    found = select(there.id).join(here, here.slug == there.slug).where(here.id == id_)
    if kind is System:
        return found
    of_here, of_there = aliased(System), aliased(System)
    return (
        found.join(of_here, of_here.id == here.system_id)
        .join(of_there, of_there.id == there.system_id)
        .where(of_here.slug == of_there.slug)
    )


def _wider(model: Any, *, mute: bool = False) -> ColumnElement[bool]:
    kept, other = aliased(Topic), aliased(Topic)
    topics = (
        select(other.id)
        .join(kept, kept.slug == other.slug)
        .join(About, About.topic_id == kept.id)
        .where(About.object == model.id)
    )
    there = or_(
        Following.object == model.community_id,
        Following.object.in_(topics),
        Following.object.in_(_same_address(model.system_id, System)),
        Following.object.in_(_same_address(model.task_id, Task)),
    )
    return _chose(there, mute=mute)


_WROTE = or_(
    Thread.author_id == ME,
    exists().where(Post.thread_id == Thread.id, Post.author_id == ME, Post.deleted_at.is_(None)),
)
_CHANGED_IT = exists().where(PageRevision.page_id == Page.id, PageRevision.by_id == ME)
_BY_OTHERS = exists().where(
    PageRevision.page_id == Page.id, PageRevision.at >= SINCE, PageRevision.by_id != ME
)
_BY_SOMEBODY_FOLLOWED = _chose(and_(Following.object == Thread.author_id, Thread.author_shown), mute=False)


def _why(model: Any, takes_part: Any, somebody: Any) -> Any:
    """By what it is followed, the nearest first; NULL where it is not, or muted."""
    return case(
        (_itself(model, mute=True), null()),
        (_itself(model), "itself"),
        (takes_part, "part"),
        (_wider(model, mute=True), null()),
        (_wider(model), "wider"),
        (somebody, "person"),
        (("c:" + model.community_id).in_(TOKENS), "member"),
        else_=null(),
    ).label("why")


_SOLVED = exists().where(
    Solution.thread_id == Thread.id,
    Solution.at >= SINCE,
    Solution.withdrawn_at.is_(None),
    Solution.accepted_by_id != ME,
)
_WRITTEN_UP = exists().where(Promotion.thread_id == Thread.id, Promotion.at >= SINCE, Promotion.by_id != ME)
_THREADS: Any = select(
    literal("thread").label("kind"),
    Thread.id,
    Thread.title,
    Thread.state,
    case((_WRITTEN_UP, "written_up"), else_="solved").label("what"),
    Thread.activity,
    _why(Thread, _WROTE, _BY_SOMEBODY_FOLLOWED),
).where(
    VISIBLE[Thread],
    Thread.kind == "roadblock",
    Thread.activity >= bindparam("micros"),
    Thread.state.in_(("solved", "written_up")),
    or_(_SOLVED, _WRITTEN_UP),
)
_PAGES: Any = select(
    literal("page"),
    Page.id,
    Page.title,
    literal(""),
    case((Page.created_at >= SINCE, "written"), else_="changed"),
    Page.activity,
    _why(Page, _CHANGED_IT, literal(value=False)),
).where(VISIBLE[Page], Page.activity >= bindparam("micros"), _BY_OTHERS)
_BOTH = union_all(_THREADS, _PAGES).subquery()
_LATELY: Any = (
    select(_BOTH).where(_BOTH.c.why.is_not(None)).order_by(_BOTH.c.activity.desc(), _BOTH.c.id).limit(MOST)
)


def lately(viewer: Viewer, since: datetime) -> Sequence[Row[Any]]:
    """What others did there since then, the latest first; each with what happened and why it is shown."""
    values = {**seeing(viewer), "me": viewer.person_id, "since": since, "micros": micros(since)}
    return query(_LATELY, values).all()
