"""Where a question would go, who would read it, and whom it would be pointed to: proposed, never asked.

From the words (topics that occur in the text), then from the communities one is in; unsure, one's own nearest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select

from community.access.check import may
from community.access.evidence import STANDS
from community.access.permissions import Permission
from community.access.visibility import VISIBLE, seeing
from community.core.clock import now
from community.core.normal import storable
from community.core.session import session
from community.core.viewer import Viewer
from models import About, Community, Evidence, Membership, Person, Thread, Topic

MOST_PEOPLE = 3
_WORDS = re.compile(r"\w+")

_TOPICS: Any = select(Topic.id, Topic.name, Topic.slug).where(VISIBLE[Topic]).limit(2000)
# The community in which most has been written about these topics.
_NEAR_TOPICS: Any = (
    select(Community)
    .join(Thread, Thread.community_id == Community.id)
    .join(About, About.object == Thread.id)
    .where(
        About.topic_id.in_(bindparam("topics", expanding=True)),
        VISIBLE[Thread],
        Community.archived_at.is_(None),
        or_(Community.visibility == "open", Community.id.in_(bindparam("mine", expanding=True))),
    )
    .group_by(Community.id)
    .order_by(func.count().desc(), Community.id)
    .limit(1)
)
# One's own, where something was said last; else the open community where something was said last.
_NEAREST: Any = (
    select(Community)
    .outerjoin(Thread, and_(Thread.community_id == Community.id, Thread.deleted_at.is_(None)))
    .where(
        Community.archived_at.is_(None),
        or_(Community.visibility == "open", Community.id.in_(bindparam("mine", expanding=True))),
    )
    .group_by(Community.id)
    .order_by(
        Community.id.in_(bindparam("mine", expanding=True)).desc(),
        func.coalesce(func.max(Thread.activity), 0).desc(),
        Community.created_at,
    )
    .limit(1)
)
_MEMBERS = select(func.count()).where(Membership.community_id == bindparam("community"))
_EVERYBODY = select(func.count()).where(
    Person.email_confirmed_at.is_not(None), Person.deactivated_at.is_(None)
)
_PEOPLE: Any = (
    select(
        Person.id,
        Person.handle,
        Person.name,
        Topic.name.label("topic"),
        func.max(Evidence.kind).label("kind"),
    )
    .join(Evidence, Evidence.person_id == Person.id)
    .join(Topic, Topic.id == Evidence.topic_id)
    .where(
        Evidence.topic_id.in_(bindparam("topics", expanding=True)),
        VISIBLE[Topic],
        STANDS,
        or_(Evidence.is_open, Evidence.community_id == bindparam("community")),
        Person.id != bindparam("me"),
        Person.email_confirmed_at.is_not(None),
        Person.deactivated_at.is_(None),
        or_(Person.suspended_until.is_(None), Person.suspended_until < bindparam("now")),
        or_(
            bindparam("is_open"),
            select(Membership.person_id)
            .where(Membership.community_id == bindparam("community"), Membership.person_id == Person.id)
            .exists(),
        ),
    )
    .group_by(Person.id, Person.handle, Person.name, Topic.name)
    .order_by(func.count().desc(), Person.handle)
    .limit(MOST_PEOPLE * 3)
)


@dataclass(frozen=True)
class Placement:
    """A proposal: the community, how many read there, whether everyone does, and who knows about it."""

    community: Community
    readers: int
    is_everyone: bool
    people: tuple[tuple[Row[Any], str], ...] = ()


def placement(viewer: Viewer, text: str, slug: str = "") -> Placement | None:
    """Where this text would go.

    Args:
        viewer: who asks.
        text: what they have typed so far.
        slug: the community they chose, if any.

    Returns:
        the proposal; None where there is no place at all for them.
    """
    topics = _topics_in(viewer, text)
    community = _chosen(viewer, slug) or _near_topics(viewer, topics) or _nearest(viewer)
    if community is None:
        return None
    is_open = community.visibility == "open"
    readers = (
        session().scalar(_EVERYBODY) if is_open else session().scalar(_MEMBERS, {"community": community.id})
    )
    return Placement(community, readers or 0, is_open, tuple(_who_knows(viewer, community, topics)))


def _topics_in(viewer: Viewer, text: str) -> list[str]:
    words = f" {' '.join(_WORDS.findall(text.lower()))} "
    rows = session().execute(_TOPICS, seeing(viewer))
    return [row.id for row in rows if f" {' '.join(_WORDS.findall(row.name.lower()))} " in words]


def _chosen(viewer: Viewer, slug: str) -> Community | None:
    if not slug or storable(slug) != slug:
        return None
    found = (
        session()
        .scalars(select(Community).where(Community.slug == slug, VISIBLE[Community]), seeing(viewer))
        .first()
    )
    return found if found is not None and may(viewer, Permission.THREAD_OPEN, found) else None


def _near_topics(viewer: Viewer, topics: Sequence[str]) -> Community | None:
    if not topics:
        return None
    values = {**seeing(viewer), "topics": list(topics), "mine": list(viewer.roles)}
    found: Community | None = session().scalars(_NEAR_TOPICS, values).first()
    return found


def _nearest(viewer: Viewer) -> Community | None:
    found: Community | None = session().scalars(_NEAREST, {"mine": list(viewer.roles)}).first()
    return found


def _who_knows(viewer: Viewer, community: Community, topics: Sequence[str]) -> list[tuple[Row[Any], str]]:
    if not topics:
        return []
    values = {
        **seeing(viewer), "topics": list(topics), "community": community.id, "me": viewer.person_id or "",
        "is_open": community.visibility == "open", "now": now(),
    }  # fmt: skip
    people: dict[str, tuple[Row[Any], str]] = {}
    for row in session().execute(_PEOPLE, values):
        phrase = "has solved %(topic)s before" if row.kind == "solution" else "knows about %(topic)s"
        people.setdefault(row.id, (row, phrase % {"topic": row.topic}))
    return list(people.values())[:MOST_PEOPLE]
