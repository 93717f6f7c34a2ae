"""Where a question would go, who would read it, and whom it would be pointed to: proposed, never asked.

From the point of work one came from or names, from the words (topics that occur in the text), then from the
communities one is in; unsure, one's own nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from community.access.check import may
from community.access.permissions import Permission
from community.access.visibility import VISIBLE, seeing
from community.core.normal import storable
from community.core.session import session
from community.core.viewer import Viewer
from models import About, Community, Membership, Person, Thread

from .named import NamedPlace, first_kept_in, home_of_system, named_in
from .pointing import Knower, topics_in, who_knows, with_reasons

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


@dataclass(frozen=True)
class Placement:
    """A proposal: the community, how many read there, whether everyone does, and who knows about it."""

    community: Community
    readers: int
    is_everyone: bool
    people: tuple[Knower, ...] = ()
    at_work: NamedPlace | None = None


def placement(viewer: Viewer, text: str, slug: str = "", system: str = "") -> Placement | None:
    """Where this text would go.

    Args:
        viewer: who asks.
        text: what they have typed so far.
        slug: the community they chose, if any.
        system: what they say they were working with, if they do; else the text may name it.

    Returns:
        the proposal; None where there is no place at all for them.
    """
    topics = topics_in(viewer, text)
    named = [] if system else named_in(viewer, text)
    community = (
        _chosen(viewer, slug)
        or _at_work(viewer, system, named)
        or _near_topics(viewer, topics)
        or _nearest(viewer)
    )
    if community is None:
        return None
    is_open = community.visibility == "open"
    people = with_reasons(viewer, community, topics, who_knows(viewer, community, topics))
    return Placement(community, readers_of(community), is_open, people, first_kept_in(community, named))


def readers_of(community: Community) -> int:
    """How many people read what is asked there."""
    if community.visibility == "open":
        return session().scalar(_EVERYBODY) or 0
    return session().scalar(_MEMBERS, {"community": community.id}) or 0


def _at_work(viewer: Viewer, system: str, named: Sequence[NamedPlace]) -> Community | None:
    """Where the system is kept that they say or the text names; a task's name alone says too little."""
    said = system or next((one.system for one in named if one.by_system), "")
    return home_of_system(viewer, said) if said else None


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
