"""Earlier versions of a thread's or post's text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from community.core.session import session
from community.core.viewer import Viewer
from models import Person, Post, TextVersion, Thread

_POST = aliased(Post)
# Whoever asked without a name also edits without one.
_shown = or_(
    select(Thread.id).where(Thread.id == TextVersion.object, Thread.author_shown.is_(False),
                            Thread.author_id == TextVersion.by_id).exists(),
    select(_POST.id).where(_POST.id == TextVersion.object, _POST.author_shown.is_(False),
                           _POST.author_id == TextVersion.by_id).exists(),
)  # fmt: skip
_VERSIONS: Any = (
    select(
        TextVersion.n,
        TextVersion.title,
        TextVersion.body,
        TextVersion.at,
        case((_shown, None), else_=Person.name).label("name"),
    )
    .join(Person, Person.id == TextVersion.by_id)
    .where(TextVersion.object == bindparam("object"))
    .order_by(TextVersion.n.desc())
)


def versions_of(_viewer: Viewer, object_id: str) -> Sequence[Row[Any]]:
    """Earlier texts of a thread or post that the viewer was found to see, newest first."""
    return session().execute(_VERSIONS.limit(200), {"object": object_id}).all()
