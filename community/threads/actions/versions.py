"""Keeping a text as it was before it is changed."""

from __future__ import annotations

from sqlalchemy import func, select

from community.core.clock import now
from community.core.session import session
from community.core.viewer import Viewer
from models import Post, TextVersion, Thread


def keep_version(actor: Viewer, written: Thread | Post, title: str = "") -> None:
    """Keep the present text of a thread or post, within the caller's unit of work."""
    last = session().scalar(select(func.max(TextVersion.n)).where(TextVersion.object == written.id)) or 0
    session().add(
        TextVersion(
            object=written.id,
            n=last + 1,
            title=title,
            body=written.body,
            by_id=actor.person_id or "",
            at=now(),
        )
    )
