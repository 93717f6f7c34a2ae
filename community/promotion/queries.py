"""Reading what was written up, and where it might go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from community.access.visibility import VISIBLE, seeing
from community.core.session import memo, session
from community.core.viewer import Viewer
from community.pages.sources import sources_here
from models import (
    Audience,
    Outcome,
    Page,
    PageRevision,
    Post,
    Promotion,
    Solution,
    TextVersion,
    Thread,
    Warned,
)

MOST_CHOICES = 50

_warned = (
    select(Warned.id)
    .where(Warned.object == Solution.subject, Warned.lifted_at.is_(None), Warned.held_at.is_(None))
    .exists()
)
_worked = (
    select(func.count())
    .where(Outcome.object == Solution.subject, Outcome.said == "worked")
    .correlate(Solution)
    .scalar_subquery()
    .label("worked")
)
_versions = (
    select(func.coalesce(func.max(TextVersion.n), 0))
    .where(TextVersion.object == Solution.subject)
    .correlate(Solution)
    .scalar_subquery()
    .label("text_version")
)
# Solutions that stand, in a thread the viewer reads; in a tip its own text.
_SOLUTIONS: Any = (
    select(
        Solution.subject,
        Solution.cause,
        Solution.at,
        func.coalesce(Post.body, Thread.body).label("body"),
        Post.author_id,
        Post.id.label("post_id"),
        _worked,
        _versions,
        _warned.label("warned"),
    )
    .join(Thread, Thread.id == Solution.thread_id)
    .outerjoin(Post, Post.id == Solution.subject)
    .where(
        VISIBLE[Thread],
        Thread.id == bindparam("thread"),
        Solution.withdrawn_at.is_(None),
        Post.deleted_at.is_(None),
    )
)
_OWN: Any = (
    select(Post.id)
    .join(Solution, Solution.subject == Post.id)
    .where(
        VISIBLE[Post],
        Post.thread_id == bindparam("thread"),
        Post.author_id == bindparam("me"),
        Solution.withdrawn_at.is_(None),
    )
)
_AT = aliased(PageRevision)
_MADE: Any = (
    select(Promotion, Page, _AT.n.label("made_in"))
    .join(Page, Page.id == Promotion.page_id)
    .outerjoin(_AT, and_(_AT.page_id == Page.id, _AT.at == Promotion.at))
    .where(VISIBLE[Page], Promotion.thread_id == bindparam("thread"))
    .order_by(Promotion.at, Promotion.id)
)
_wider = (
    select(Audience.token)
    .where(Audience.object == Page.id, Audience.token.not_in(bindparam("source_tokens", expanding=True)))
    .exists()
)
_CHOICES: Any = (
    select(Page.id, Page.title, Page.kind, Page.changed_at)
    .where(
        VISIBLE[Page],
        Page.community_id == bindparam("community"),
        Page.id != bindparam("page"),
        ~_wider,
        func.lower(Page.title).like(bindparam("words"), escape="/"),
    )
    .order_by(Page.activity.desc(), Page.id.desc())
    .limit(MOST_CHOICES)
)


@dataclass(frozen=True)
class Made:
    """A page (or a section of one) that a thread became."""

    page: Page
    section: str
    subjects: tuple[str, ...]
    by_id: str
    is_changed: bool


def solutions(viewer: Viewer, thread_id: str) -> Sequence[Row[Any]]:
    """A thread's standing solutions that nobody warns of, the best first: fixes, then what worked most, then newest."""
    rows = session().execute(_SOLUTIONS, {**seeing(viewer), "thread": thread_id}).all()
    sound = [row for row in rows if not row.warned]
    return sorted(sound, key=lambda row: (not row.cause, -row.worked, -row.at.timestamp()))


def own_solution(viewer: Viewer, thread_id: str) -> str | None:
    """The id of a solution in this thread that the viewer wrote."""
    values = {**seeing(viewer), "thread": thread_id, "me": viewer.person_id}
    found: str | None = session().scalars(_OWN.limit(1), values).first()
    return found


def made_of(viewer: Viewer, thread_id: str) -> list[Made]:
    """The pages that a thread became, as far as the viewer may read them; read once for all places of its page."""
    kept: dict[Any, list[Made]] = memo().setdefault("made", {})
    key = (viewer.tokens, thread_id)
    if key not in kept:
        kept[key] = _made_of(viewer, thread_id)
    return kept[key]


def _made_of(viewer: Viewer, thread_id: str) -> list[Made]:
    found: dict[tuple[str, str], Made] = {}
    for promotion, page, made_in in session().execute(_MADE, {**seeing(viewer), "thread": thread_id}):
        key = (page.id, promotion.section)
        earlier = found[key].subjects if key in found else ()
        found[key] = Made(
            page, promotion.section, (*earlier, promotion.subject), promotion.by_id, page.revision != made_in
        )
    return list(found.values())


def sources(viewer: Viewer, page: Page) -> Sequence[Row[Any]]:
    """What a page was written up from; read once for all places of a page that show it."""
    return sources_here(viewer, page.id)


def choices(viewer: Viewer, page: Page, tokens: frozenset[str], words: str) -> Sequence[Row[Any]]:
    """Pages of the same community that are read by nobody else than the source: where a section may go.

    Args:
        viewer: who chooses.
        page: the one that was just made.
        tokens: what opens the source.
        words: part of a title; empty for all.
    """
    values = {
        **seeing(viewer),
        "community": page.community_id,
        "page": page.id,
        "source_tokens": sorted(tokens),
        "words": f"%{_literally(words.lower())}%",
    }
    found: Sequence[Row[Any]] = session().execute(_CHOICES, values).all()
    return found


def _literally(words: str) -> str:
    """Words that LIKE takes as they are."""
    for sign in "/%_":
        words = words.replace(sign, f"/{sign}")
    return words
