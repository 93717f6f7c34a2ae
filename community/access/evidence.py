"""What people have shown that they know: read by the law here, kept up by topics/experts.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, or_, select

from community.core.session import memo, session
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


def knows_about(person_id: str | None, root: str, community_id: str) -> bool:
    """Whether somebody has enough evidence in one of the topics of a thread or page.

    Only evidence that is open or of the same community counts: a right never betrays a private thing.
    """
    if person_id is None:
        return False
    near = _known(person_id, community_id)
    if not near:  # most people, most of the time: one question answers for the whole page
        return False
    about = select(About.topic_id).where(About.object == root, About.topic_id.in_(near))
    return session().scalars(about.limit(1)).first() is not None


def _known(person_id: str, community_id: str) -> frozenset[str]:
    """The topics somebody knows, judged by evidence that counts in a community; asked once per snapshot."""
    kept: dict[tuple[str, str], frozenset[str]] = memo().setdefault("knows", {})
    key = (person_id, community_id)
    if key not in kept:
        enough = (
            select(Evidence.topic_id)
            .where(
                Evidence.person_id == person_id,
                or_(Evidence.is_open, Evidence.community_id == community_id),
                STANDS,
            )
            .group_by(Evidence.topic_id)
            .having(func.count(func.distinct(Evidence.object)) >= ENOUGH)
        )
        kept[key] = frozenset(session().scalars(enough))
    return kept[key]
