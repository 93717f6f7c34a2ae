"""Looking for pictures: those sent before, those that somebody may put into a text, those that rows name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from community.access.visibility import VISIBLE, seeing
from community.core.session import query, session
from community.core.viewer import Viewer
from models import Attachment, Thread, Unfinished, Upload

_SENT = (
    select(Upload)
    .where(
        Upload.uploader_id == bindparam("me"),
        Upload.sent == bindparam("sent"),
        Upload.at > bindparam("since"),
    )
    .order_by(Upload.at.desc())
    .limit(1)
)
_SEEN: Any = (
    select(Upload.id, Upload.uploader_id)
    .where(Upload.id.in_(bindparam("ids", expanding=True)), VISIBLE[Upload])
    .with_for_update(of=Upload, read=True)
)
_OWN_ROADBLOCK = select(Thread.id).where(
    Thread.id == bindparam("thread"), Thread.author_id == bindparam("me"), Thread.kind == "roadblock"
)
_ATTACHED = select(Attachment.object).where(Attachment.upload_id == bindparam("upload")).limit(1)
_DRAFTS = (
    select(Unfinished.id)
    .where(Unfinished.person_id == bindparam("person"), Unfinished.body.contains(bindparam("address")))
    .limit(1)
)
_NAMED = select(Upload.digest).where(Upload.digest.in_(bindparam("digests", expanding=True)))


def sent_before(viewer: Viewer, sent: str, since: datetime) -> Upload | None:
    """The picture that one has made of just these bytes since then: a form that was sent twice."""
    return session().scalars(_SENT, {"me": viewer.person_id, "sent": sent, "since": since}).first()


def seen(viewer: Viewer, ids: Iterable[str]) -> list[Row[Any]]:
    """Those of these pictures that the viewer may see now; on PostgreSQL none of them is erased meanwhile."""
    return list(query(_SEEN, {**seeing(viewer), "ids": sorted(ids)}))


def is_own_roadblock(viewer: Viewer, thread_id: str) -> bool:
    """Whether the viewer asked this: then hardly any limit holds there."""
    return query(_OWN_ROADBLOCK, {"thread": thread_id, "me": viewer.person_id}).first() is not None


def is_attached(upload: Upload) -> bool:
    """Whether any text shows it."""
    return query(_ATTACHED, {"upload": upload.id}).first() is not None


def is_in_a_draft(upload: Upload) -> bool:
    """Whether its uploader has begun a text that shows it."""
    known = {"person": upload.uploader_id, "address": f"/files/{upload.id}"}
    return query(_DRAFTS, known).first() is not None


def named(digests: list[str]) -> set[str]:
    """Those of these digests that rows name."""
    return set(query(_NAMED, {"digests": digests}).scalars())
