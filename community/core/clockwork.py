"""Work that falls due: rows with a time, done once, on the drainer's tick."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

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


def once_more(kind: str, object_id: str, due_at: datetime) -> None:
    """From within its own handler: do the same again later. The row at hand goes by itself."""
    session().add(DueWork(kind=kind, object=object_id, due_at=due_at))


def is_planned(kind: str, object_id: str) -> bool:
    """Whether this is going to be done."""
    planned = select(DueWork.id).where(DueWork.kind == kind, DueWork.object == object_id)
    return session().scalars(planned.limit(1)).first() is not None


def cancel(kind: str, object_id: str) -> None:
    """Do not do it after all."""
    session().execute(delete(DueWork).where(DueWork.kind == kind, DueWork.object == object_id))


def take_up_again() -> None:
    """What had been given up is due now, as if it had never failed."""
    given_up = update(DueWork).where(DueWork.parked_at.is_not(None))
    with unit_of_work():
        session().execute(given_up.values(parked_at=None, tries=0, due_at=now()))


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
