"""What an administrator may see of the machinery: kinds and numbers, no text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from community.core.session import session
from models import Delivery, DueWork, EventRow

_WAITING = select(Delivery.lane, func.count()).where(Delivery.parked_at.is_(None)).group_by(Delivery.lane)
_PARKED = (
    select(Delivery.id, Delivery.listener, Delivery.tries, Delivery.error, EventRow.type)
    .join(EventRow, EventRow.id == Delivery.event_id)
    .where(Delivery.parked_at.is_not(None))
    .order_by(Delivery.id)
    .limit(1000)
)
_PLANNED = select(DueWork.kind, func.count()).where(DueWork.parked_at.is_(None)).group_by(DueWork.kind)
_GIVEN_UP = select(DueWork.kind, func.count()).where(DueWork.parked_at.is_not(None)).group_by(DueWork.kind)


def waiting() -> dict[str, int]:
    """How many deliveries wait, by lane."""
    return {row[0]: row[1] for row in session().execute(_WAITING)}


def parked() -> list[dict[str, Any]]:
    """Deliveries that failed too often. The error's own text may quote what somebody wrote, so only its kind."""
    return [
        {
            "id": row.id,
            "event": row.type,
            "listener": row.listener,
            "tries": row.tries,
            "error": row.error.split(":")[0],
        }
        for row in session().execute(_PARKED)
    ]


def planned() -> dict[str, int]:
    """Work that will fall due, by kind."""
    return {row[0]: row[1] for row in session().execute(_PLANNED)}


def given_up() -> dict[str, int]:
    """Work that fell due and failed too often, by kind."""
    return {row[0]: row[1] for row in session().execute(_GIVEN_UP)}
