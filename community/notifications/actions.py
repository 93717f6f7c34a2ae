"""Reading one's inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, update

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.clock import now
from community.core.session import session
from community.core.viewer import Viewer
from community.following.actions import follow
from community.following.drafts import FollowDraft
from models import Notification, Page, Thread

# One's own reading is nobody else's news: no event.


@action
def read(actor: Viewer, id_: str) -> None:
    """Mark one as read."""
    _read(actor, Notification.id == id_)


@action
def read_about(actor: Viewer, latest: Row[Any]) -> datetime:
    """Mark as read what one was told about the same thing, up to this; what came later stays unread.

    Returns:
        when: `unread_again` takes it back.
    """
    return _read(actor, Notification.root == latest.root, Notification.at <= latest.at)


@action
def read_all(actor: Viewer) -> datetime:
    """Mark all as read.

    Returns:
        when: `unread_again` takes it back.
    """
    return _read(actor)


@action
def mute(actor: Viewer, latest: Row[Any], thing: Thread | Page) -> None:
    """Hear nothing more of what this is about, and have read what there was."""
    follow(actor, thing, FollowDraft(strength="mute"))
    _read(actor, Notification.root == latest.root, Notification.at <= latest.at)


@action
def unread_again(actor: Viewer, at: datetime) -> None:
    """Take back what was marked as read by one press."""
    require(actor, Permission.NOTIFICATION_READ, None)
    mine = (Notification.person_id == actor.person_id, Notification.read_at == at)
    session().execute(update(Notification).where(*mine).values(read_at=None))


def _read(actor: Viewer, *which: Any) -> datetime:
    require(actor, Permission.NOTIFICATION_READ, None)
    at = now()
    mine = (Notification.person_id == actor.person_id, Notification.read_at.is_(None), *which)
    session().execute(update(Notification).where(*mine).values(read_at=at))
    return at
