"""Reading one's own unfinished texts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from community.core.session import session
from community.core.viewer import Viewer
from models import Unfinished

_MINE = (
    select(Unfinished).where(Unfinished.person_id == bindparam("me")).order_by(Unfinished.changed_at.desc())
)
_AT = _MINE.where(Unfinished.place == bindparam("place"))


def unfinished(viewer: Viewer) -> Sequence[Unfinished]:
    """All of one's own, the latest first."""
    return session().scalars(_MINE.limit(100), {"me": viewer.person_id}).all()


def unfinished_at(viewer: Viewer, place: str) -> Unfinished | None:
    """What one has begun at a place."""
    return session().scalars(_AT, {"me": viewer.person_id, "place": place}).first()
