"""The outbox delivers at least once, whatever fails and whoever is killed; nothing stops the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from community import fanout
from community.core import events, outbox
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.events import Event, Listener, use_fanout
from community.core.session import session
from community.threads.actions import posts
from community.threads.drafts import AnswerDraft
from models import Delivery, EventRow, Notification, Thread

pytestmark = pytest.mark.postgresql


@pytest.fixture
def thread(cast, as_, kind) -> Thread:
    answer = as_(cast.ana).post("/ask", {"body": "It fails", "community": "ops"})
    found = session().get(Thread, answer.headers["Location"].removeprefix("/t/").split("-")[0])
    outbox.drain()
    assert found is not None
    return found


@pytest.fixture
def hear(app) -> Iterator[Callable[..., None]]:
    """`hear(listener, …)`: who hears of answers, until the test is over."""
    yield lambda *heard: use_fanout({events.PostAnswered: heard})
    use_fanout(fanout.FANOUT)


def listener(name: str, kind: str, handle: Callable[[list[tuple[int, Event]]], None]) -> Listener:
    return Listener(name, kind, f"{kind}-{name}", handle)


def fails(_batch: object) -> None:
    raise RuntimeError("not today")


def due_again() -> None:
    """As if the waiting were over."""
    with unit_of_work():
        session().execute(update(Delivery).values(due_at=now() - timedelta(seconds=1)))


@pytest.mark.parametrize("of_kind", ["rows", "outside"])
def test_a_listener_that_fails_spoils_no_other_and_is_parked_in_the_end(
    thread, cast, hear, of_kind, kind
) -> None:
    heard: list[int] = []

    def half(batch: list[tuple[int, Event]]) -> None:
        """Writes, then fails: what it wrote must not stay."""
        session().add(
            Notification(
                person_id=cast.ana.id,
                reason="x",
                root="r",
                root_kind="thread",
                object="o",
                event_id=1,
                at=now(),
            )
        )
        session().flush()
        fails(batch)

    hear(
        listener("a_half", of_kind, half if of_kind == "rows" else fails),
        listener("b_good", of_kind, lambda batch: heard.extend(id_ for id_, _ in batch)),
    )
    posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body="One"))
    told = session().scalar(select(func.count()).select_from(Notification))
    tries = len(outbox.BACK_OFF_SECONDS) + 1
    for _ in range(tries):
        outbox.drain()
        due_again()
    assert len(heard) == 1
    left = session().scalars(select(Delivery)).all()
    assert [(one.listener, one.tries, one.parked_at is not None) for one in left] == [("a_half", tries, True)]
    assert "not today" in left[0].error
    assert session().scalar(select(func.count()).select_from(Notification)) == told
    assert outbox.drain() == 0


def test_a_failed_delivery_waits_before_it_is_tried_again(thread, cast, hear, kind) -> None:
    hear(listener("a", "rows", fails))
    posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body="One"))
    outbox.drain()
    row = session().scalars(select(Delivery)).one()
    assert row.tries == 1
    assert row.due_at > now() + timedelta(seconds=5)
    assert outbox.drain() == 0


class Killed(BaseException):
    """The process ended in the middle of a batch."""


def test_what_a_killed_process_had_in_hand_is_delivered_again(thread, cast, hear, kind) -> None:
    heard: list[int] = []

    def killed_once(batch: list[tuple[int, Event]]) -> None:
        heard.extend(id_ for id_, _ in batch)
        if len(heard) == 1:
            raise Killed

    hear(listener("mail", "outside", killed_once))
    posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body="One"))
    with pytest.raises(Killed):
        outbox.drain()
    session().rollback()
    assert outbox.drain() == 0, "leased: nobody else takes it meanwhile"
    with unit_of_work():
        session().execute(update(Delivery).values(leased_until=now() - timedelta(seconds=1)))
    outbox.drain()
    assert len(heard) == 2
    assert heard[0] == heard[1]
    assert not session().scalars(select(Delivery)).all()


@pytest.mark.parametrize("holder", ["a process that is gone", "another machine", "somebody else's process"])
def test_leases_of_processes_that_are_gone_are_taken_back(thread, cast, hear, holder, kind) -> None:
    hear(listener("mail", "outside", lambda batch: None))
    posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body="One"))
    host = outbox.ME.rpartition(":")[0]
    names = {
        "a process that is gone": f"{host}:{_gone_process()}",
        "another machine": "elsewhere:1",
        "somebody else's process": f"{host}:1",
    }
    until = now() + timedelta(minutes=5)
    with unit_of_work():
        session().execute(update(Delivery).values(leased_by=names[holder], leased_until=until))
    outbox.take_back_leases()
    row = session().scalars(select(Delivery).execution_options(populate_existing=True)).one()
    assert (row.leased_by is None) == (holder == "a process that is gone")


def _gone_process() -> int:
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    return child


def test_a_delivery_that_nobody_understands_stops_no_other(thread, cast, hear, kind) -> None:
    """Of an older release: an event or a listener that is no more."""
    heard: list[int] = []
    good = [listener(name, "rows", lambda batch: heard.append(batch[0][0])) for name in ("rows_one",)]
    good += [
        listener(name, "outside", lambda batch: heard.extend(id_ for id_, _ in batch)) for name in ("mail",)
    ]
    hear(*good)
    with unit_of_work():
        strange = EventRow(type="NoLongerThere", data={"actor_id": None}, at=now())
        session().add(strange)
        session().flush()
        for one in good:
            for name, id_ in (("gone_listener", strange.id), (one.name, strange.id)):
                session().add(Delivery(event_id=id_, listener=name, lane=one.lane, due_at=now()))
    posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body="One"))
    outbox.drain()
    assert len(heard) == 2
    assert all(one.tries == 1 and one.error for one in session().scalars(select(Delivery)))
