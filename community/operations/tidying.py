"""How long rows are kept that nobody reads any more, and why: the one place that says so, and what deletes them.

It is due work: every hour, a batch at a time, each batch a unit of work of its own, so that nobody waits behind it.
What people wrote is not here: that is erased when it was deleted (threads/erasing.py, pages/erasing.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, inspect, or_, select, tuple_

from community.access.standing import IDLE
from community.core import buckets, clockwork, drainer, events, idempotency
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import session
from community.people.sign_in.authenticate import WINDOW
from models import (
    AddressChange,
    Base,
    Delivery,
    EventRow,
    FailedSignIn,
    IdempotencyKey,
    Offered,
    OneTimeLink,
    SavedLimit,
    SignInSession,
    Stream,
    StreamEvent,
)

KIND = "tidy"
EVERY = timedelta(hours=1)
BATCH = 500
ENTRIES_KEPT = 1_000
WHY_ENTRIES = "who missed more than 500 loads it anew; twice that, for whoever is reading just now"
# Who did what about people and communities: until there is a log of such acts, these rows are all that tells.
ACTS = (
    events.AdministratorAppointed,
    events.AdministratorDismissed,
    events.CommunityFounded,
    events.MembershipChanged,
    events.OwnerAppointed,
    events.OwnerReleased,
    events.PersonChanged,
    events.PersonRegistered,
    events.VisibilityChanged,
)

Doomed = Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True)
class Rule:
    """Rows of one kind: for how long they are kept beyond their use, why so long, and which have had their time."""

    model: type[Base]
    kept: timedelta
    why: str
    doomed: Doomed


def _delivered(before: datetime) -> ColumnElement[bool]:
    """Everybody has heard: what waits, or is parked, keeps its event. SQLite numbers on from the highest row."""
    undelivered = exists().where(Delivery.event_id == EventRow.id)
    newest = select(func.max(EventRow.id)).scalar_subquery()
    acts = [kind.__name__ for kind in ACTS]
    return and_(EventRow.at < before, EventRow.type.not_in(acts), EventRow.id < newest, ~undelivered)


def _ended(before: datetime) -> ColumnElement[bool]:
    return or_(
        SignInSession.ended_at < before,
        SignInSession.expires_at < before,
        SignInSession.seen_at < before - IDLE,
    )


RULES: dict[str, Rule] = {
    "events": Rule(
        EventRow, timedelta(days=30), "a month is time enough to look into what went wrong", _delivered
    ),
    "keys": Rule(
        IdempotencyKey,
        idempotency.KEPT,
        "a day is what was promised to programs",
        lambda before: IdempotencyKey.at < before,
    ),
    "sign_ins": Rule(
        FailedSignIn,
        4 * WINDOW,
        "they count for a quarter of an hour, and the next attempt deletes them; here in case none follows",
        lambda before: FailedSignIn.at < before,
    ),
    "sessions": Rule(
        SignInSession, timedelta(days=30), "somebody may ask where they had been signed in", _ended
    ),
    "links": Rule(
        OneTimeLink,
        timedelta(days=30),
        "somebody may ask why a mail had come; used or expired, it opens nothing",
        lambda before: OneTimeLink.expires_at < before,
    ),
    "addresses": Rule(
        AddressChange,
        timedelta(days=30),
        "somebody may ask who had changed their address",
        lambda before: AddressChange.expires_at < before,
    ),
    "offered": Rule(
        Offered,
        timedelta(days=30),
        "it is asked for a fortnight whether it worked; after that it says nothing",
        lambda before: Offered.at < before,
    ),
    "limits": Rule(
        SavedLimit,
        timedelta(0),
        "what no longer counts says nothing",
        lambda before: SavedLimit.until < before,
    ),
}
STREAMS = "streams"


def tidy(name: str) -> None:
    """Delete one batch of what has had its time; the rest at once after it, or else look again in an hour."""
    if name == STREAMS:
        has_more = _shorten_streams()
    elif name in RULES:
        has_more = _delete(RULES[name])
    else:
        return  # of another release
    clockwork.once_more(KIND, name, now() if has_more else now() + EVERY)


def _delete(rule: Rule) -> bool:
    keys: Any = inspect(rule.model).primary_key
    some = select(*keys).where(rule.doomed(now() - rule.kept)).limit(BATCH)
    gone = delete(rule.model).where(tuple_(*keys).in_(some) if len(keys) > 1 else keys[0].in_(some))
    found: Any = session().execute(gone, execution_options={"synchronize_session": False})
    return bool(found.rowcount >= BATCH)


def _shorten_streams() -> bool:
    """Of a long stream only its last entries are replayed; `seq` itself stays, so numbers go on without a hole."""
    last = Stream.seq - ENTRIES_KEPT
    first = select(func.min(StreamEvent.seq)).where(StreamEvent.stream == Stream.stream).scalar_subquery()
    long = select(Stream.stream, last.label("last"), first.label("first")).where(last > 0, first <= last)
    room = BATCH
    for one in session().execute(long.limit(BATCH)).all():
        upto = min(one.last, one.first + room - 1)
        gone = delete(StreamEvent).where(StreamEvent.stream == one.stream, StreamEvent.seq <= upto)
        session().execute(gone, execution_options={"synchronize_session": False})
        room -= upto - one.first + 1
        if not room:
            return True
    return False


def plan() -> None:
    """Have all of it done, beginning now; also what had been parked."""
    with unit_of_work():
        for name in (STREAMS, *RULES):
            clockwork.plan(KIND, name, now())


def register() -> None:
    """Connect it: to the clock, and to the process that serves, which also saves what limits have counted."""
    clockwork.on_due(KIND, tidy)
    # Once a day, lest a rule that failed too often stay parked until somebody looks.
    drainer.regularly(plan, timedelta(days=1).total_seconds())
    drainer.regularly(buckets.save, buckets.SAVE_SECONDS)
