"""The index follows what happens, and holds afterwards what a rebuild would make."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from community.core import outbox
from community.core.action import unit_of_work
from community.core.events import ThreadsImported, emit, listeners
from community.core.outbox import drain
from community.core.session import end_session, session
from community.finder.engine import engine
from community.indexing.documents import documents_of, every_document
from community.indexing.following import rebuild
from community.pages.actions import delete as delete_page
from community.promotion.actions import write_up
from community.promotion.drafts import WriteUpDraft
from community.threads.actions.opening import close, describe
from community.threads.actions.outcomes import take_back
from community.threads.actions.posts import edit
from community.threads.actions.solutions import withdraw
from community.threads.drafts import CloseDraft, DescribeDraft, EditDraft
from models import Delivery, Page, Post, Solution, Thread
from search import Question
from tests.community.finding_scene import Scene, viewer_of

pytestmark = pytest.mark.postgresql
EVERYTHING = frozenset({"open", "public"})


def indexed(words: str, **filters: str) -> set[str]:
    found = engine().find(Question(words, frozenset({"open", "public"}), limit=100, **filters))
    return {hit.id for hit in found.items}


def state() -> dict[str, object]:
    """All that the index says about everything, as far as its port tells."""
    words = ("zebra", "okapi", "gnu", "stripes", "plain", "cause")
    found = {word: engine().find(Question(word, EVERYTHING, limit=100)) for word in words}
    states = ("open", "answered", "solved", "written_up", "closed")
    found |= {one: engine().find(Question("", EVERYTHING, state=one, limit=100)) for one in states}
    return {**found, "documents": engine().check().documents}


def test_the_index_equals_a_rebuild_whatever_happened(scene: Scene, cast, kind) -> None:
    one = scene.solved(
        cast.ana, cast.ops, "Zebra one", "The okapi way", topics=("stripes",), context={"system": "Plains"}
    )
    two = scene.ask(cast.ana, cast.ops, "Zebra two, plain")
    three = scene.ask(cast.ben, cast.ops, "Zebra three", anonymous=True)
    page = scene.page(cast.carla, cast.ops, "Zebra page", "About the gnu", topics=("stripes",))
    post = scene.answer(cast.ben, two, "Ask the gnu")
    drain()
    assert indexed("gnu") == {two, page}
    ana, carla = viewer_of(cast.ana), viewer_of(cast.carla)
    edit(viewer_of(cast.ben), session().get_one(Post, post), EditDraft(body="Ask the okapi"))
    describe(ana, session().get_one(Thread, one), DescribeDraft(title="Zebra won", topics=("hooves",)))
    close(carla, session().get_one(Thread, three), CloseDraft(note="no longer"))
    scene.say(cast.dev, Page, page)
    scene.say(cast.eve, Post, post, "unsafe", "no")
    drain()
    assert indexed("gnu") == {page}
    assert indexed("okapi") == {one, two}
    assert indexed("topic:hooves") == {one}
    assert indexed("stripes") == {page}
    assert indexed("", state="closed") == {three}
    subject = session().scalars(select(Solution.subject).where(Solution.thread_id == one)).one()
    withdraw(ana, session().get_one(Thread, one), subject)
    take_back(viewer_of(cast.dev), session().get_one(Page, page))
    delete_page(carla, session().get_one(Page, page))
    drain()
    assert indexed("gnu") == set()
    assert indexed("", state="solved") == set()
    followed = state()
    rebuild()
    assert state() == followed
    assert followed["documents"] == 3


def test_a_page_that_goes_takes_its_threads_mark_along(scene: Scene, cast, kind) -> None:
    thread = scene.solved(cast.ana, cast.ops, "Zebra", "Way")
    page = write_up(viewer_of(cast.ben), session().get_one(Thread, thread), WriteUpDraft()).id
    drain()
    assert indexed("", state="written_up") == {thread}
    delete_page(viewer_of(cast.carla), session().get_one(Page, page))
    drain()
    assert indexed("", state="solved") == {thread}


def test_what_is_sent_outside_waits_for_what_is_written_first(scene: Scene, cast, kind) -> None:
    thread = scene.ask(cast.ana, cast.ops, "Zebra")
    assert outbox.run_lane("index") == 0, "the inbox has not heard of it yet"
    while outbox.run_rows():
        pass
    assert outbox.run_lane("index") == 1
    assert indexed("zebra") == {thread}


def test_imported_threads_come_in_batches(scene: Scene, cast, kind) -> None:
    ids = tuple(scene.ask(cast.ana, cast.ops, f"Zebra {number}") for number in range(5))
    session().query(Delivery).delete()
    session().commit()
    with unit_of_work():
        emit(ThreadsImported(thread_ids=ids, community_id="x", actor_id=None))
    drain()
    assert indexed("zebra") == set(ids)


def test_reading_many_costs_no_more_queries_than_reading_one(scene: Scene, cast, kind) -> None:
    ids = [scene.solved(cast.ana, cast.ops, f"Zebra {n}", f"Way {n}", topics=(f"t{n}",)) for n in range(8)]
    ids += [scene.page(cast.ana, cast.ops, f"Zebra page {n}", "Text") for n in range(4)]
    drain()
    end_session()
    said = []
    bound = session().get_bind().engine
    listen = lambda *args: said.append(args[2])  # noqa: E731
    event.listen(bound, "before_cursor_execute", listen)
    try:
        assert len(documents_of(ids)) == 12
    finally:
        event.remove(bound, "before_cursor_execute", listen)
    assert len([one for one in said if one.startswith("SELECT")]) <= 9


def test_nothing_is_indexed_within_a_request(scene: Scene, cast, as_, kind) -> None:
    as_(cast.ana).post("/ask", {"body": "A zebra of a question", "community": "ops"})
    end_session()
    assert engine().check().documents == 0
    assert session().scalars(select(Delivery.lane).where(Delivery.lane == "index")).all() == ["index"]
    drain()
    assert engine().check().documents == 1


def test_no_name_of_somebody_who_asked_without_one(scene: Scene, cast, kind) -> None:
    scene.ask(cast.ana, cast.ops, "Zebra", anonymous=True)
    (document,) = every_document()
    assert document.author == ""
    assert "indexing.follow" in listeners()
