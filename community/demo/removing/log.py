"""The demo's events: gone with what they name, their deliveries too."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, or_, select

from community.core.session import query, table_of
from models import Delivery, EventRow

from .found import Ids, parts

# The fields by which an event names what it is about.
NAMES = (
    "thread_id",
    "page_id",
    "post_id",
    "community_id",
    "person_id",
    "place_id",
    "object",
    "root",
    "actor_id",
)


def delete_events(objects: Ids, people: Ids) -> None:
    """Delete the events that name any of these; not the newest row, since SQLite numbers on from it."""
    events, deliveries = table_of(EventRow), table_of(Delivery)
    newest = query(select(func.max(EventRow.id))).scalar() or 0
    for some in parts(objects | people):
        naming: Any = or_(*(EventRow.data[name].as_string().in_(some) for name in NAMES))
        ids = list(query(select(EventRow.id).where(naming, EventRow.id < newest)).scalars())
        for start in range(0, len(ids), 500):
            doomed = ids[start : start + 500]
            query(delete(deliveries).where(Delivery.event_id.in_(doomed)))
            query(delete(events).where(EventRow.id.in_(doomed)))
