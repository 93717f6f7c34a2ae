"""What nobody needs any more is deleted when its time is over, a batch at a time, again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select, update

from community.access.standing import IDLE
from community.core import clockwork
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import session
from community.operations import queries, tidying
from models import (
    AddressChange,
    DueWork,
    FailedSignIn,
    IdempotencyKey,
    Offered,
    OneTimeLink,
    Person,
    SavedLimit,
    SignInSession,
    public_id,
)

from .tidying_scene import DAY, add, count, tidied

pytestmark = pytest.mark.postgresql


# Each kind


@dataclass
class Aged:
    """A row of a kind, as it is when its last use lies some time back."""

    name: str
    make: Any
    kept: timedelta


def _link(person: Person, at: datetime) -> OneTimeLink:
    return OneTimeLink(
        purpose="reset", person_id=person.id, email="x@acme.test", hash="", created_at=at, expires_at=at
    )


def _session(person: Person, **times: datetime) -> SignInSession:
    later = now() + DAY
    fields = {"created_at": now(), "seen_at": now(), "fresh_at": now(), "expires_at": later, "device": ""}
    return SignInSession(person_id=person.id, **{**fields, **times})


def _key(person: Person, at: datetime) -> IdempotencyKey:
    return IdempotencyKey(person_id=person.id, key=at.isoformat(), request_hash="", status=201, at=at)


def _change(person: Person, at: datetime) -> AddressChange:
    return AddressChange(person_id=person.id, old="a@acme.test", new="b@acme.test", at=at, expires_at=at)


def _offered(person: Person, at: datetime) -> Offered:
    return Offered(person_id=person.id, object=public_id(), at=at)


KINDS = [
    Aged("keys", _key, timedelta(days=1)),
    Aged("sign_ins", lambda _, at: FailedSignIn(account="a", address="b", at=at), timedelta(hours=1)),
    Aged("links", _link, timedelta(days=30)),
    Aged("addresses", _change, timedelta(days=30)),
    Aged("offered", _offered, timedelta(days=30)),
    Aged(
        "limits", lambda _, at: SavedLimit(key=at.isoformat(), window=60, counts=[], until=at), timedelta(0)
    ),
    Aged("sessions", lambda person, at: _session(person, ended_at=at), timedelta(days=30)),
    Aged("sessions", lambda person, at: _session(person, expires_at=at), timedelta(days=30)),
    Aged("sessions", lambda person, at: _session(person, seen_at=at), timedelta(days=30) + IDLE),
]


@pytest.mark.parametrize("aged", KINDS, ids=lambda one: one.name)
def test_rows_go_when_their_time_is_over_and_not_before(cast, aged, kind) -> None:
    young, old = now() - aged.kept + timedelta(minutes=5), now() - aged.kept - timedelta(minutes=5)
    kept = aged.make(cast.ana, young)
    add(kept, aged.make(cast.ana, old))
    model = tidying.RULES[aged.name].model
    assert count(model) == 2
    key = inspect(kept).identity
    tidied()
    assert count(model) == 1
    assert session().get(model, key) is not None


def test_every_rule_is_tried_here_and_says_why() -> None:
    assert {one.name for one in KINDS} | {"events"} == set(tidying.RULES)
    assert all(rule.why for rule in tidying.RULES.values())
    assert all(len(name) <= 12 for name in (*tidying.RULES, tidying.STREAMS))


def test_many_go_batch_by_batch_each_in_a_unit_of_its_own(cast, monkeypatch, kind) -> None:
    monkeypatch.setattr(tidying, "BATCH", 10)
    add(*(FailedSignIn(account="a", address="b", at=now() - DAY) for _ in range(25)))
    with unit_of_work():
        clockwork.plan(tidying.KIND, "sign_ins", now())
    left = []
    while clockwork.run_due():
        left.append(count(FailedSignIn))
    assert left == [15, 5, 0]


def test_it_is_planned_again_for_an_hour_later(app, cast, kind) -> None:
    tidied()
    due = session().scalars(select(DueWork.due_at).where(DueWork.kind == tidying.KIND)).all()
    assert len(due) == len(tidying.RULES) + 1
    assert all(timedelta(minutes=55) < at - now() <= timedelta(hours=1) for at in due)
    tidied()
    assert queries.planned()[tidying.KIND] == len(due), "planned once, however often it is begun"


def test_one_that_was_given_up_is_begun_again(app, cast, kind) -> None:
    tidied()
    with unit_of_work():
        session().execute(update(DueWork).values(parked_at=now(), tries=5))
    assert queries.given_up()[tidying.KIND] == len(tidying.RULES) + 1
    tidied()
    assert not queries.given_up()


def test_what_was_given_up_is_tried_again_by_hand(app, cast, kind) -> None:
    def fails(_object: str) -> None:
        raise RuntimeError("not today")

    clockwork.on_due("test_fails", fails)
    with unit_of_work():
        clockwork.plan("test_fails", "x", now())
    for _ in range(clockwork.MOST_TRIES):
        clockwork.run_due()
        with unit_of_work():
            session().execute(update(DueWork).values(due_at=now()))
    assert queries.given_up() == {"test_fails": 1}
    assert clockwork.run_due() == 0
    clockwork.take_up_again()
    assert not queries.given_up()
    clockwork.on_due("test_fails", lambda _object: None)
    assert clockwork.run_due() == 1
    assert count(DueWork) == 0


def test_what_another_release_planned_goes(app, cast, kind) -> None:
    with unit_of_work():
        clockwork.plan(tidying.KIND, "no_longer", now())
    clockwork.run_due()
    assert count(DueWork) == 0
