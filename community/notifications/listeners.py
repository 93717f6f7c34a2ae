"""What the inbox hears: rows for everybody who is told, once per person, event and reason."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from community.access.facts import audience
from community.access.standing import of_people
from community.core import streams
from community.core.clock import now
from community.core.events import Event, Listener
from community.core.session import query, session
from community.core.streams import Entry
from community.core.viewer import SIGNED_OUT, Viewer
from models import Notification, public_id

from .hearing import recipients
from .told import Told

_TOLD = select(Notification.person_id).where(
    Notification.event_id == bindparam("event"),
    Notification.person_id.in_(bindparam("people", expanding=True)),
)


def _tell(batch: list[tuple[int, Event]]) -> None:
    for number, event in batch:
        told = recipients(event)
        ids = [one.person_id for one in told]
        people = of_people(ids)
        already = set(query(_TOLD, {"event": number, "people": ids}).scalars()) if ids else set()
        rows = [
            _row(one, number)
            for one in told
            if one.person_id not in already and _may_hear(one, people.get(one.person_id, SIGNED_OUT))
        ]
        session().add_all(rows)
        for row in rows:
            streams.note(Entry(f"inbox:{row.person_id}", "notification.made", row.id), (row,))


def _may_hear(told: Told, who: Viewer) -> bool:
    if told.root_kind == "community":
        return told.root in who.roles
    if told.root_kind == "person":
        return who.is_signed_in
    return who.is_signed_in and bool(who.tokens & audience(told.root))


def _row(told: Told, number: int) -> Notification:
    return Notification(
        id=public_id(),
        person_id=told.person_id,
        reason=told.reason,
        root=told.root,
        root_kind=told.root_kind,
        object=told.object,
        event_id=number,
        data=told.data,
        at=now(),
    )


INBOX = Listener("notifications.inbox", "rows", "rows", _tell)
