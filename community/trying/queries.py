"""What somebody said they would try and has not told about: asked of them alone, access looked at anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, case, literal, select, union_all

from community.access.visibility import VISIBLE, seeing
from community.core.clock import now
from community.core.session import query, session
from community.core.viewer import Viewer
from models import Offered, Outcome, Page, Post, Solution, Thread, Warned

MOST_ASKED = 3
# After that nobody remembers, and nobody is asked.
ASKED_FOR = timedelta(days=14)

_ME: Any = bindparam("me")
# Whoever has said it on the thing's own page is not asked again.
_IS_SAID = (
    select(Outcome.object)
    .where(Outcome.root == Offered.object, Outcome.person_id == _ME, Outcome.at >= Offered.at)
    .correlate(Offered)
    .exists()
)


def _tried(model: type[Thread | Page], kind: str) -> Any:
    return (
        select(model.id, model.title, Offered.at, literal(kind).label("kind"))
        .join(Offered, Offered.object == model.id)
        .where(
            Offered.person_id == _ME,
            Offered.told_at.is_(None),
            Offered.at >= bindparam("since"),
            VISIBLE[model],
            ~_IS_SAID,
        )
    )


_BOTH: Any = union_all(_tried(Thread, "t"), _tried(Page, "w")).subquery()
_UNTOLD: Any = select(_BOTH).order_by(_BOTH.c.at.desc(), _BOTH.c.id).limit(MOST_ASKED)


def untold(viewer: Viewer) -> Sequence[Row[Any]]:
    """What the viewer tried and may still read, the latest first; `kind` is that of its address."""
    values = {**seeing(viewer), "me": viewer.person_id, "since": now() - ASKED_FOR}
    return query(_UNTOLD, values).all()


# What stands as having worked: a fix before a workaround, then the newest.
_BEST: Any = (
    select(Solution.subject)
    .outerjoin(Post, Post.id == Solution.subject)
    .where(
        Solution.thread_id == bindparam("thread"),
        Solution.withdrawn_at.is_(None),
        Post.deleted_at.is_(None),
        ~select(Warned.id)
        .where(Warned.object == Solution.subject, Warned.lifted_at.is_(None), Warned.held_at.is_(None))
        .exists(),
    )
    .order_by(case((Solution.cause != "", 0), else_=1), Solution.at.desc(), Solution.subject)
    .limit(1)
)


def what_was_tried(thing: Thread | Page) -> Post | Thread | Page | None:
    """What an outcome is said of: a page, a tip, of a thread its best solution; of one without any, nothing."""
    if isinstance(thing, Page) or thing.kind == "tip":
        return thing
    best = query(_BEST, {"thread": thing.id}).scalar()
    return session().get(Post, best) if best else None
