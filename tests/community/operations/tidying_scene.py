"""What the tests of tidying play with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from community.core import clockwork
from community.core.action import unit_of_work
from community.core.session import session
from community.operations import tidying
from models import DueWork, EventRow

DAY = timedelta(days=1)


def tidied() -> None:
    """Everything that is due, until nothing is."""
    tidying.plan()
    while clockwork.run_due():
        pass
    assert not session().scalars(select(DueWork.error).where(DueWork.error != "")).all()
    session().rollback()


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def add(*rows: Any) -> None:
    with unit_of_work():
        session().add_all(rows)


def age_events(by: timedelta) -> None:
    with unit_of_work():
        for row in session().scalars(select(EventRow)):
            row.at -= by
