"""What Home makes of the inbox and of what one follows. Every statement starts at VISIBLE, and none is per item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, bindparam, func, not_, or_, select

from community.access.visibility import VISIBLE, seeing
from community.core.clock import now
from community.core.session import query
from community.core.viewer import Viewer
from models import Community, Notification, Page, Thread

from .objects import Group, grouped
from .queries import BASE

MOST_NEEDING = 20
MOST_SHOWN = 6
ALONE_FOR = timedelta(days=7)
_UNREAD = BASE.where(Notification.read_at.is_(None))
# One's own roadblock that was answered stands on Home by itself: it wants one's word.
_IS_THERE = and_(Thread.author_id == bindparam("me"), Thread.state == "answered")
_OPEN = and_(Thread.state.in_(("open", "answered", "waiting")), not_(_IS_THERE))
# Wants something of whoever reads it.
_WANTS = or_(
    Notification.reason.in_(("mention", "pointed", "warned", "same_as", "withdrawn", "claim")),
    and_(Notification.reason == "answer", Thread.kind != "roadblock"),
    and_(Notification.reason == "comment", Thread.kind == "roadblock", _OPEN),
)
_NEEDS = _UNREAD.where(_WANTS).order_by(Notification.at.desc(), Notification.id.desc()).limit(MOST_NEEDING)


def needs(viewer: Viewer) -> list[Group]:
    """What wants something of the viewer, by what it is about, the newest first."""
    rows = query(_NEEDS, {**seeing(viewer), "me": viewer.person_id}).all()
    return grouped(rows)[:MOST_SHOWN]


_BY_COMMUNITY: Any = (
    select(Community.name, Community.slug, func.count(Notification.root.distinct()).label("unread"))
    .select_from(Notification)
    .outerjoin(
        Thread, and_(Notification.root_kind == "thread", Thread.id == Notification.root, VISIBLE[Thread])
    )
    .outerjoin(Page, and_(Notification.root_kind == "page", Page.id == Notification.root, VISIBLE[Page]))
    .join(
        Community,
        and_(Community.id == func.coalesce(Thread.community_id, Page.community_id), VISIBLE[Community]),
    )
    .where(Notification.person_id == bindparam("me"), Notification.read_at.is_(None))
    .group_by(Community.id, Community.name, Community.slug)
    .order_by(func.count(Notification.root.distinct()).desc(), Community.name)
    .limit(MOST_SHOWN)
)


def unread_by_community(viewer: Viewer) -> Sequence[Row[Any]]:
    """About how many things the viewer was told, by community, and has not read."""
    return query(_BY_COMMUNITY, {**seeing(viewer), "me": viewer.person_id}).all()


_KINDNESS = BASE.where(
    Notification.reason.in_(("worked", "accepted")), Notification.at >= bindparam("since")
).subquery()
_ALONE: Any = (
    select(
        _KINDNESS.c.root,
        _KINDNESS.c.root_kind,
        _KINDNESS.c.title,
        func.count().label("people"),
    )
    .group_by(_KINDNESS.c.root, _KINDNESS.c.root_kind, _KINDNESS.c.title)
    .order_by(func.max(_KINDNESS.c.at).desc(), _KINDNESS.c.root)
    .limit(MOST_SHOWN)
)


def for_you_alone(viewer: Viewer) -> Sequence[Row[Any]]:
    """What of the viewer's own has lately got more people through: shown to them alone."""
    values = {**seeing(viewer), "me": viewer.person_id, "since": now() - ALONE_FOR}
    return query(_ALONE, values).all()


def yesterday(viewer: Viewer) -> datetime:
    """When yesterday began, where the viewer is."""
    here = now().astimezone(ZoneInfo(viewer.time_zone))
    return (here - timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
