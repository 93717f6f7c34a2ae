"""What the inbox hears: rows for everybody who is told, once per person, event and reason."""

from __future__ import annotations

from sqlalchemy import select

from community.access import standing
from community.access.facts import audience
from community.core import streams
from community.core.clock import now
from community.core.events import Event, Listener
from community.core.session import session
from community.core.streams import Entry
from models import Notification

from .hearing import recipients
from .told import Told


def _tell(batch: list[tuple[int, Event]]) -> None:
    for number, event in batch:
        for told in recipients(event):
            if _may_hear(told) and not _is_told(told, number):
                _add(told, number)


def _may_hear(told: Told) -> bool:
    who = standing.of_person(told.person_id)
    if told.root_kind == "community":
        return told.root in who.roles
    if told.root_kind == "person":
        return who.is_signed_in
    return who.is_signed_in and bool(who.tokens & audience(told.root))


def _is_told(told: Told, number: int) -> bool:
    same = (Notification.person_id == told.person_id, Notification.event_id == number)
    return session().scalars(select(Notification.id).where(*same)).first() is not None


def _add(told: Told, number: int) -> None:
    row = Notification(
        person_id=told.person_id,
        reason=told.reason,
        root=told.root,
        root_kind=told.root_kind,
        object=told.object,
        event_id=number,
        data=told.data,
        at=now(),
    )
    session().add(row)
    session().flush()
    streams.note(Entry(f"inbox:{told.person_id}", "notification.made", row.id), (row,))


INBOX = Listener("notifications.inbox", "rows", "rows", _tell)
