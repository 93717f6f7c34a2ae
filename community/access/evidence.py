"""What people have shown that they know: read by the law here, kept up by topics/experts.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, or_, select

from community.core.session import memo, query
from models import About, Evidence, Post, Thread

# Two accepted solutions, checked pages, or 'It worked' by two others make somebody who knows.
ENOUGH = 2

# What was deleted shows nothing any more, also before the rows have followed. Every reading of them asks this.
STANDS: Any = ~or_(
    select(Thread.id)
    .where(Thread.id == Evidence.root, Thread.deleted_at.is_not(None))
    .correlate(Evidence)
    .exists(),
    select(Post.id)
    .where(Post.id == Evidence.object, Post.deleted_at.is_not(None))
    .correlate(Evidence)
    .exists(),
)

_ABOUT_ONE_OF = (
    select(About.topic_id)
    .where(About.object == bindparam("root"), About.topic_id.in_(bindparam("near", expanding=True)))
    .limit(1)
)
_KNOWN: Any = (
    select(Evidence.topic_id)
    .where(
        Evidence.person_id == bindparam("person"),
        or_(Evidence.is_open, Evidence.community_id == bindparam("community")),
        STANDS,
    )
    .group_by(Evidence.topic_id)
    .having(func.count(func.distinct(Evidence.object)) >= ENOUGH)
)


def knows_about(person_id: str | None, root: str, community_id: str) -> bool:
    """Whether somebody has enough evidence in one of the topics of a thread or page.

    Only evidence that is open or of the same community counts: a right never betrays a private thing.
    """
    if person_id is None:
        return False
    near = _known(person_id, community_id)
    if not near:  # most people, most of the time: one question answers for the whole page
        return False
    return query(_ABOUT_ONE_OF, {"root": root, "near": sorted(near)}).first() is not None


def _known(person_id: str, community_id: str) -> frozenset[str]:
    """The topics somebody knows, judged by evidence that counts in a community; asked once per snapshot."""
    kept: dict[tuple[str, str], frozenset[str]] = memo().setdefault("knows", {})
    key = (person_id, community_id)
    if key not in kept:
        kept[key] = frozenset(query(_KNOWN, {"person": person_id, "community": community_id}).scalars())
    return kept[key]
