"""The drainer: carries events to their listeners. Besides core/action.py the only place that commits.

A tick is one transaction: it runs due `rows` deliveries (each under a savepoint, so that one that fails spoils no
other), marks the last outside batch done, and leases the next. I/O happens between ticks, without a transaction.
"""

from __future__ import annotations

import logging
import os
import random
import socket
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Row, delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from models import Delivery, EventRow

from . import clockwork, streams
from .action import clock_ticks, unit_of_work, writers
from .clock import now
from .events import Event, Listener, listeners, revive
from .session import database, session

logger = logging.getLogger(__name__)

ME = f"{socket.gethostname()[:30]}:{os.getpid()}"
LEASE = timedelta(seconds=30)
BATCH = 200
# The drainer gives the writer's place back after 20 ms, or as soon as an action waits for it.
SHARE_SECONDS = 0.02
# How many rows deliveries are looked at for one share, and how long shares follow upon each other in one round.
AT_ONCE = 10
ROUND_SECONDS = 1.0
# Five tries within a day, then parked and shown to an administrator.
BACK_OFF_SECONDS = (10, 120, 1_800, 14_400, 43_200)

# Set when there is something to do: one for each thread that waits.
awaited: list[threading.Event] = []


@dataclass(frozen=True)
class Leased:
    """One delivery on its way: its id, its event's id and the event."""

    id: int
    event_id: int
    event: Event


def wake() -> None:
    """Tell the drainer that there is something to do."""
    for event in tuple(awaited):
        event.set()


def drain() -> int:
    """Deliver everything that is due now, here, in this thread (tests, commands).

    Returns:
        how many deliveries were tried.
    """
    done = 0
    while tried := tick():
        done += tried
    return done


def tick() -> int:
    """One round over all lanes. Returns how many deliveries were tried."""
    tried = clockwork.run_due() + run_rows()
    for lane, listener in outside_lanes().items():
        tried += _run_outside(lane, listener)
    return tried


def outside_lanes() -> dict[str, list[Listener]]:
    """The listeners that do more than write rows, by lane."""
    lanes: dict[str, list[Listener]] = {}
    for listener in listeners().values():
        if listener.kind == "outside":
            lanes.setdefault(listener.lane, []).append(listener)
    return lanes


def _due(lane: str, limit: int, *, after: Iterable[str] = ()) -> Sequence[Row[int, int, str, EventRow]]:
    """What is due in a lane; not yet what listeners in the lanes `after` are still to hear for the first time."""
    at = now()
    earlier = aliased(Delivery)
    unheard = exists().where(
        earlier.event_id == Delivery.event_id, earlier.lane.in_(tuple(after)), earlier.tries == 0
    )
    chosen = (
        select(Delivery.id, Delivery.event_id, Delivery.listener, EventRow)
        .join(EventRow, EventRow.id == Delivery.event_id)
        .where(
            Delivery.lane == lane,
            Delivery.parked_at.is_(None),
            Delivery.due_at <= at,
            or_(Delivery.leased_until.is_(None), Delivery.leased_until < at),
            ~unheard,
        )
        .order_by(Delivery.id)
        .limit(limit)
    )
    if not database().is_sqlite:
        chosen = chosen.with_for_update(skip_locked=True, of=Delivery)
    return session().execute(chosen).all()


def _rows_lanes() -> set[str]:
    return {one.lane for one in listeners().values() if one.kind == "rows"}


def _has_due(lanes: Iterable[str]) -> bool:
    at = now()
    found = (
        session()
        .execute(
            select(Delivery.id)
            .where(
                Delivery.lane.in_(tuple(lanes)),
                Delivery.parked_at.is_(None),
                Delivery.due_at <= at,
                or_(Delivery.leased_until.is_(None), Delivery.leased_until < at),
            )
            .limit(1)
        )
        .first()
    )
    session().rollback()
    return found is not None


def run_rows() -> int:
    """One round over the listeners that only write rows. Returns how many deliveries were tried.

    What piled up is worked off share by share, the writer's place given back in between, until an action wants it.
    """
    known = {name: one for name, one in listeners().items() if one.kind == "rows"}
    if not known:
        return 0
    tried, goes_on, until = 0, True, clock_ticks() + ROUND_SECONDS
    while goes_on and clock_ticks() < until:
        done, goes_on = _run_share(known)
        tried += done
    return tried


def _run_share(known: dict[str, Listener]) -> tuple[int, bool]:
    """As many as fit into one share of the writer's time; and whether more may follow at once."""
    lanes = {one.lane for one in known.values()}
    if not _has_due(lanes):
        return 0, False
    tried = 0
    with unit_of_work():
        found = [one for lane in sorted(lanes) for one in _due(lane, AT_ONCE)]
        began = clock_ticks()
        for id_, event_id, name, row in found:
            _deliver_rows(id_, event_id, known.get(name), row)
            tried += 1
            if writers.is_wanted:
                return tried, False
            if clock_ticks() - began > SHARE_SECONDS:
                return tried, True
    return tried, tried >= AT_ONCE


def _deliver_rows(id_: int, event_id: int, listener: Listener | None, row: EventRow) -> None:
    mark = streams.gathered()
    try:
        with session().begin_nested():
            _there(listener).handle([(event_id, revive(row))])
            session().flush()
    except Exception as error:
        streams.rewind(mark)
        logger.exception("delivery %s failed", id_)
        _again((id_,), error)
    else:
        session().execute(delete(Delivery).where(Delivery.id == id_))


def _there(listener: Listener | None) -> Listener:
    """The listener, where the delivery is not one of another release."""
    if listener is None:
        raise LookupError("this release has no such listener")
    return listener


def run_lane(lane: str) -> int:
    """One round over one outside lane. Returns how many deliveries were tried."""
    return _run_outside(lane, outside_lanes().get(lane, []))


def _run_outside(lane: str, heard: list[Listener]) -> int:
    if not _has_due((lane,)):
        return 0
    batches = _lease(lane)
    for listener in heard:
        batch = batches.get(listener.name, [])
        if batch:
            _deliver_outside(listener, batch)
    return sum(len(batch) for batch in batches.values())


def _lease(lane: str) -> dict[str, list[Leased]]:
    batches: dict[str, list[Leased]] = {}
    with unit_of_work():
        # What is sent or indexed is the state after the listeners that only write rows.
        rows = _due(lane, BATCH, after=_rows_lanes())
        ids = [row[0] for row in rows]
        session().execute(
            update(Delivery).where(Delivery.id.in_(ids)).values(leased_by=ME, leased_until=now() + LEASE)
        )
        for id_, event_id, name, row in rows:
            try:
                _there(listeners().get(name))
                batches.setdefault(name, []).append(Leased(id_, event_id, revive(row)))
            except (LookupError, TypeError) as error:
                logger.exception("delivery %s cannot be read", id_)
                _again((id_,), error)
    return batches


def _deliver_outside(listener: Listener, batch: list[Leased]) -> None:
    ids = tuple(one.id for one in batch)
    try:
        listener.handle([(one.event_id, one.event) for one in batch])
    except Exception as error:
        session().rollback()
        logger.exception("a batch for %s failed", listener.name)
        with unit_of_work():
            _again(ids, error)
    else:
        session().rollback()
        with unit_of_work():
            session().execute(delete(Delivery).where(Delivery.id.in_(ids)))


def _again(ids: tuple[int, ...], error: Exception) -> None:
    """Have failed deliveries tried later, with jitter, or park them."""
    at = now()
    for id_ in ids:
        row = session().get_one(Delivery, id_)
        row.error = f"{type(error).__name__}: {error}"[:500]
        row.leased_by = row.leased_until = None
        if row.tries >= len(BACK_OFF_SECONDS):
            row.parked_at = at
        else:
            wait = BACK_OFF_SECONDS[row.tries] * random.uniform(0.8, 1.2)  # noqa: S311  jitter, no secret
            row.due_at = at + timedelta(seconds=wait)
        row.tries += 1
    session().flush()


def take_back_leases() -> None:
    """At the start: leases of this machine's processes that are gone are free again."""
    with unit_of_work():
        for holder in session().scalars(
            select(Delivery.leased_by).where(Delivery.leased_by.is_not(None)).distinct()
        ):
            if holder is not None and not _is_alive(holder):
                session().execute(
                    update(Delivery)
                    .where(Delivery.leased_by == holder)
                    .values(leased_by=None, leased_until=None)
                )


def _is_alive(holder: str) -> bool:
    host, _, pid = holder.rpartition(":")
    if holder == ME or host != socket.gethostname()[:30]:
        return holder != ME
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True
