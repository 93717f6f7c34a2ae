"""What happens is heard: the catalogue, the outbox and the streams, whatever fails and however many act at once."""

from __future__ import annotations

import ast
import dataclasses
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import create_app
from community import fanout
from community.access import standing
from community.access.audience import give_home
from community.core import events, outbox
from community.core.action import action, unit_of_work
from community.core.clock import now
from community.core.events import catalogue, emit
from community.core.session import end_session, session
from community.threads.actions import posts
from community.threads.drafts import AnswerDraft
from models import Delivery, EventRow, Post, Stream, StreamEvent, Thread
from tests.cast import make_community, make_person

ROOT = Path(__file__).resolve().parents[1]
KINDS = {"ThreadEvent", "PostEvent", "PageEvent"}
# Stand in their streams or in the log; nobody else is to hear of them.
HEARD_BY_NOBODY = {
    "SameProblemSaid": "a number on the page, read there",
    "CommunityFounded": "an entry in the log of acts",
    "CommunityChanged": "names are read where they are shown",
    "OwnerAppointed": "who answers for a system is read in its list, and asked of the law anew each time",
    "OwnerReleased": "the same",
    "AdministratorAppointed": "an entry in the log of acts",
    "AdministratorDismissed": "an entry in the log of acts",
    "NetworkChanged": "read anew for each request",
    "ProfileLinkMade": "a row says who handed it out, and to which profile",
    "PersonRegistered": "an entry in the log of acts",
    "PersonChanged": "names are read where they are shown",
}


# The catalogue


def test_every_event_is_heard_or_it_is_said_why_not() -> None:
    known = set(catalogue()) - KINDS
    heard = {kind.__name__ for kind in fanout.FANOUT}
    assert known - heard == set(HEARD_BY_NOBODY)
    assert all(reason for reason in HEARD_BY_NOBODY.values())


def test_every_event_of_the_catalogue_is_said_by_some_action() -> None:
    said = set()
    for path in (ROOT / "community").rglob("*.py"):
        if "core/events" in path.as_posix() or path.name == "fanout.py":
            continue
        said |= {
            node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)
        }
    assert set(catalogue()) - KINDS <= said, "events that nobody emits"


def test_a_listener_has_one_name_one_lane_and_is_of_a_kind_we_know() -> None:
    every = [one for heard in fanout.FANOUT.values() for one in heard]
    by_name = {one.name: one for one in every}
    assert all(by_name[one.name] == one for one in every), "two listeners of one name"
    kinds: dict[str, set[str]] = {}
    for one in every:
        kinds.setdefault(one.lane, set()).add(one.kind)
    assert all(len(found) == 1 for found in kinds.values()), "a lane is of one kind"
    assert {one.kind for one in every} <= {"rows", "outside"}


@pytest.mark.parametrize("name", sorted(set(catalogue()) - KINDS))
def test_an_event_comes_back_from_its_row_as_it_was(name: str) -> None:
    kind = catalogue()[name]
    values = {field.name: _value(str(field.type)) for field in dataclasses.fields(kind)}
    event = kind(**values)
    row = EventRow(type=name, data={key: list(v) if isinstance(v, tuple) else v for key, v in values.items()})
    assert events.revive(row) == event
    assert all(entry.stream.count(":") == 1 and len(entry.stream) <= 30 for entry in event.entries())


def _value(annotation: str) -> object:
    return {"bool": True, "int": 3, "tuple[str, ...]": ("a" * 12, "b" * 12)}.get(annotation, "a" * 12)


# Units of work


@pytest.fixture
def thread(cast, as_, kind) -> Thread:
    answer = as_(cast.ana).post("/ask", {"body": "It fails", "community": "ops"})
    found = session().get(Thread, answer.headers["Location"].removeprefix("/t/").split("-")[0])
    outbox.drain()
    assert found is not None
    return found


def counts() -> tuple[int, ...]:
    tables = (EventRow, Delivery, StreamEvent, Post)
    return tuple(session().scalar(select(func.count()).select_from(table)) or 0 for table in tables)


@pytest.mark.postgresql
def test_what_is_rolled_back_leaves_no_event_no_delivery_and_no_entry(thread, cast, kind) -> None:
    ben = cast.viewer(cast.ben)
    before = counts()

    @action
    def half_done() -> None:
        posts.answer(ben, thread, AnswerDraft(body="Half"))
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        half_done()
    assert counts() == before
    posts.answer(ben, thread, AnswerDraft(body="Whole"))
    assert counts()[3] == before[3] + 1
    no_holes()


def no_holes() -> None:
    """Every stream is numbered 1, 2, 3 … and knows its last number."""
    for stream, last in session().execute(select(Stream.stream, Stream.seq)).all():
        numbers = (
            session()
            .scalars(select(StreamEvent.seq).where(StreamEvent.stream == stream).order_by(StreamEvent.seq))
            .all()
        )
        assert list(numbers) == list(range(1, last + 1)), stream


@pytest.mark.postgresql
def test_a_day_leaves_streams_without_holes(thread, cast, as_, kind) -> None:
    id_ = thread.id
    ana, ben, carla = as_(cast.ana), as_(cast.ben), as_(cast.carla)
    path = f"/t/{id_}"
    ben.post(f"{path}/answers", {"body": "Try this"})
    post = session().scalars(select(Post.id).where(Post.thread_id == id_)).one()
    ana.post(f"/posts/{post}/outcome", {"outcome": "worked"})
    carla.post(f"/posts/{post}/outcome", {"outcome": "unsafe", "note": "it burns"})
    carla.post(f"/posts/{post}/warning/lifting", {"word": "no, it does not"})
    ben.post(f"{path}/solutions/{post}/cause", {"cause": "worn"})
    ana.post(f"{path}/same-problem")
    ana.post(f"{path}/closing", {"note": "done"})
    ana.post(f"{path}/write-up")
    outbox.drain()
    no_holes()
    stream = session().get_one(Stream, f"thread:{id_}")
    assert session().get_one(Thread, id_, populate_existing=True).seq == stream.seq >= 7
    parked = session().scalars(select(Delivery.error).where(Delivery.error != "")).all()
    assert not parked


# All at once


@pytest.mark.postgresql
@pytest.mark.committing
@pytest.mark.timeout(120)
def test_answers_of_many_at_once_are_numbered_without_holes(fresh_database, settings, kind) -> None:
    create_app(settings)
    people = [make_person(f"Person {n}") for n in range(8)]
    community = make_community("ops", "open", steward=people[0])
    with unit_of_work():
        thread = Thread(
            kind="roadblock", title="t", body="b", body_html="b", author_id=people[0].id, community=community,
            activity=0, created_at=now(), changed_at=now(),
        )  # fmt: skip
        session().add(thread)
        session().flush()
        give_home(thread.id, community)
    root, ids, wrong = thread.id, [person.id for person in people], []
    end_session()

    def write(person_id: str) -> None:
        try:
            for number in range(25):
                mine = session().get_one(Thread, root)
                posts.answer(standing.of_person(person_id), mine, AnswerDraft(body=f"Answer {number}"))
        except BaseException as error:  # noqa: BLE001  told by the test's own thread
            wrong.append(error)
        finally:
            end_session()

    threads = [threading.Thread(target=write, args=(one,)) for one in ids]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not wrong, wrong
    found = session().get_one(Thread, root)
    numbers = session().scalars(select(Post.number).where(Post.thread_id == root).order_by(Post.number)).all()
    assert list(numbers) == list(range(2, 202))
    assert (found.posts, found.last_number, found.state) == (200, 201, "answered")
    assert session().get_one(Stream, f"thread:{root}").seq == 200 == found.seq
    seqs = session().scalars(select(Post.seq).where(Post.thread_id == root).order_by(Post.number)).all()
    assert list(seqs) == list(range(1, 201)), "the stream's order is the posts' order"
    assert session().scalar(select(func.count()).select_from(EventRow)) == 200
    no_holes()


def test_emit_outside_a_unit_of_work_is_of_no_use(thread, cast, kind) -> None:
    """What is not committed is gone: an event has its action, or did not happen."""
    before = counts()[0]
    emit(events.CommunityChanged(community_id=thread.community_id, actor_id=None))
    session().rollback()
    assert counts()[0] == before
