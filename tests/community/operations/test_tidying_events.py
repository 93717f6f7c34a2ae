"""Events that somebody still waits for are never deleted; streams are shortened, and go on without a hole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, func, insert, select, update

from community import fanout
from community.core import clockwork, events, outbox
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.events import Listener, emit, use_fanout
from community.core.session import session
from community.operations import tidying
from community.threads.actions import posts
from community.threads.drafts import AnswerDraft
from models import (
    Delivery,
    EventRow,
    Stream,
    StreamEvent,
    Thread,
)

from .tidying_scene import DAY, age_events, count, tidied

pytestmark = pytest.mark.postgresql


@pytest.fixture
def thread(cast, as_, kind) -> Thread:
    answer = as_(cast.ana).post("/ask", {"body": "It fails", "community": "ops"})
    found = session().get(Thread, answer.headers["Location"].removeprefix("/t/").split("-")[0])
    outbox.drain()
    assert found is not None
    return found


@pytest.fixture
def nobody_hears(app) -> Iterator[None]:
    use_fanout({})
    yield
    use_fanout(fanout.FANOUT)


# Events


def test_delivered_events_go_after_a_month(thread, cast, kind) -> None:
    posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body="One"))
    outbox.drain()
    before = count(EventRow)
    age_events(29 * DAY)
    tidied()
    assert count(EventRow) == before
    age_events(2 * DAY)
    posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body="Two"))
    outbox.drain()
    tidied()
    assert set(session().scalars(select(EventRow.type))) == {"PostAnswered"}
    assert count(EventRow) == 1


@pytest.mark.parametrize("of_kind", ["rows", "outside"])
def test_what_somebody_has_still_to_hear_stays_also_when_it_was_given_up(
    thread, cast, nobody_hears, of_kind, kind
) -> None:
    def fails(_batch: object) -> None:
        raise RuntimeError("not today")

    use_fanout({events.PostAnswered: (Listener("fails", of_kind, of_kind, fails),)})
    posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body="Waits"))
    outbox.drain()
    waiting = session().scalars(select(Delivery.event_id)).one()
    posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body="Is given up"))
    stuck = session().scalars(select(Delivery.event_id).where(Delivery.event_id != waiting)).one()
    with unit_of_work():
        session().execute(update(Delivery).where(Delivery.event_id == stuck).values(parked_at=now(), tries=6))
        session().execute(
            update(Delivery).where(Delivery.event_id == waiting).values(due_at=now() + timedelta(days=800))
        )
    with time_machine.travel(now() + timedelta(days=400)):
        with unit_of_work():
            emit(events.CommunityChanged(community_id=thread.community_id, actor_id=None))
        tidied()
        assert {waiting, stuck} <= set(session().scalars(select(EventRow.id)))
        assert count(Delivery) == 2
        heard: list[int] = []
        hears = Listener("fails", of_kind, of_kind, lambda batch: heard.extend(id_ for id_, _ in batch))
        use_fanout({events.PostAnswered: (hears,)})
        with unit_of_work():
            session().execute(update(Delivery).values(parked_at=None, due_at=now()))
        outbox.drain()
        assert sorted(heard) == sorted([waiting, stuck])


def test_a_number_is_never_given_twice(thread, cast, nobody_hears, kind) -> None:
    """Whoever was told is known by the event's number: one that came back would silence what is new."""
    last = session().scalar(select(func.max(EventRow.id)))
    age_events(400 * DAY)
    tidied()
    with unit_of_work():
        number = emit(events.CommunityChanged(community_id=thread.community_id, actor_id=None))
    assert number > last


def test_acts_about_people_and_communities_stay(thread, cast, nobody_hears, kind) -> None:
    ids = {"community_id": thread.community_id, "actor_id": None}
    with unit_of_work():
        emit(events.MembershipChanged(person_id=cast.ben.id, **ids))
        emit(events.AdministratorAppointed(person_id=cast.ben.id, actor_id=None))
        emit(events.ThreadClosed(thread_id=thread.id, **ids))
        emit(events.ThreadReopened(thread_id=thread.id, **ids))
    age_events(400 * DAY)
    tidied()
    stay = set(session().scalars(select(EventRow.type)))
    assert {"MembershipChanged", "AdministratorAppointed"} <= stay
    assert "ThreadClosed" not in stay


# Streams


def fill(stream: str, entries: int) -> None:
    """A stream as it is after so many entries."""
    with unit_of_work():
        session().execute(delete(StreamEvent).where(StreamEvent.stream == stream))
        session().execute(delete(Stream).where(Stream.stream == stream))
        session().execute(insert(Stream), [{"stream": stream, "seq": entries, "activity": entries}])
        row = {"stream": stream, "type": "post.made", "object_id": "a" * 12, "at": now()}
        session().execute(insert(StreamEvent), [{**row, "seq": n + 1} for n in range(entries)])


def numbers(stream: str) -> list[int]:
    wanted = select(StreamEvent.seq).where(StreamEvent.stream == stream).order_by(StreamEvent.seq)
    return list(session().scalars(wanted))


def test_long_streams_keep_their_last_entries_and_go_on_without_a_hole(thread, cast, kind) -> None:
    stream = f"thread:{thread.id}"
    fill(stream, 2_300)
    fill("page:short", tidying.ENTRIES_KEPT)
    fill("page:longer", tidying.ENTRIES_KEPT + 3)
    tidied()
    assert numbers(stream) == list(range(1_301, 2_301))
    assert numbers("page:short") == list(range(1, tidying.ENTRIES_KEPT + 1))
    assert numbers("page:longer") == list(range(4, tidying.ENTRIES_KEPT + 4))
    for body in ("One", "Two"):
        made = posts.answer(cast.viewer(cast.ben), thread, AnswerDraft(body=body))
    assert made.seq == 2_302
    assert numbers(stream) == list(range(1_301, 2_303))
    assert session().get_one(Stream, stream).seq == 2_302
    tidied()
    assert numbers(stream) == list(range(1_303, 2_303))


def test_streams_are_shortened_batch_by_batch(thread, cast, monkeypatch, kind) -> None:
    monkeypatch.setattr(tidying, "BATCH", 10)
    monkeypatch.setattr(tidying, "ENTRIES_KEPT", 20)
    for number in range(3):
        fill(f"page:{number}", 32)
    left = []
    with unit_of_work():
        clockwork.plan(tidying.KIND, tidying.STREAMS, now())
    while clockwork.run_due():
        left.append(sum(len(numbers(f"page:{number}")) for number in range(3)))
    assert left == [86, 76, 66, 60]
    assert all(numbers(f"page:{number}") == list(range(13, 33)) for number in range(3))
