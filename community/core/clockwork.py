"""Work that falls due: rows with a time, done once, on the drainer's tick."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from models import DueWork

from .action import unit_of_work
from .clock import now
from .session import session

logger = logging.getLogger(__name__)

Handler = Callable[[str], None]
_handlers: dict[str, Handler] = {}
MOST_TRIES = 5


def on_due(kind: str, handler: Handler) -> None:
    """Say once, at the start, what is done when work of this kind falls due; it gets the object's id."""
    _handlers[kind] = handler


def plan(kind: str, object_id: str, due_at: datetime) -> None:
    """Have something done later, within the present unit of work; an earlier plan of the same kind gives way."""
    cancel(kind, object_id)
    session().add(DueWork(kind=kind, object=object_id, due_at=due_at))


def cancel(kind: str, object_id: str) -> None:
    """Do not do it after all."""
    session().execute(delete(DueWork).where(DueWork.kind == kind, DueWork.object == object_id))


def run_due() -> int:
    """Do what is due, each in a unit of work of its own. Returns how many were tried."""
    due = (DueWork.due_at <= now(), DueWork.parked_at.is_(None), DueWork.kind.in_(tuple(_handlers)))
    ids = session().scalars(select(DueWork.id).where(*due).order_by(DueWork.due_at).limit(50)).all()
    session().rollback()
    for id_ in ids:
        _run_one(id_)
    return len(ids)


def _run_one(id_: str) -> None:
    try:
        with unit_of_work():
            work = session().get(DueWork, id_)
            if work is not None:
                _handlers[work.kind](work.object)
                session().delete(work)
    except Exception as error:
        logger.exception("due work %s failed", id_)
        with unit_of_work():
            work = session().get_one(DueWork, id_)
            work.tries += 1
            work.error = f"{type(error).__name__}: {error}"[:500]
            work.due_at = now() + timedelta(minutes=2**work.tries)
            work.parked_at = now() if work.tries >= MOST_TRIES else None
