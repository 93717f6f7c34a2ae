"""Reading one's inbox."""

from __future__ import annotations

from sqlalchemy import update

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.clock import now
from community.core.session import session
from community.core.viewer import Viewer
from models import Notification

# One's own reading is nobody else's news: no event.


@action
def read(actor: Viewer, id_: str) -> None:
    """Mark one as read."""
    require(actor, Permission.NOTIFICATION_READ, None)
    mine = (Notification.id == id_, Notification.person_id == actor.person_id, Notification.read_at.is_(None))
    session().execute(update(Notification).where(*mine).values(read_at=now()))


@action
def read_all(actor: Viewer) -> None:
    """Mark all as read."""
    require(actor, Permission.NOTIFICATION_READ, None)
    mine = (Notification.person_id == actor.person_id, Notification.read_at.is_(None))
    session().execute(update(Notification).where(*mine).values(read_at=now()))
