"""`throughway demo --remove`: everything that the demo made, and nothing else."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from community.access import standing
from community.core import outbox
from community.core.session import session
from community.core.viewer import COMMAND_LINE
from community.demo import playing
from community.demo.removing import rows
from community.threads.actions import posts
from models import Base, Community, EventRow, Membership, Person, Post, SameAs, Thread
from tests.client import Client

from .conftest import Stops
from .lived_in import live_in, the

pytestmark = [pytest.mark.postgresql, pytest.mark.committing, pytest.mark.timeout(600)]
# That it went is said once, and what was cached for signed-out readers is void.
LEFT = {"events": 1, "epoch": 1}


def last_line(answer) -> dict:
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout.splitlines()[-1])


def read(client: Client, path: str) -> str:
    return client.get(path, follow_redirects=True).text


def drained(site) -> dict[str, int]:
    with site.opened():
        outbox.drain()
    return site.counted()


def test_everything_goes_and_the_database_is_as_before(made, own, kind) -> None:
    removed = last_line(own.run("--remove", "--json"))
    assert removed["removed"] == {"people": 13, "communities": 6, "threads": 33, "pages": 14}
    assert not any(removed["kept"].values())
    assert drained(own) == made.before | LEFT
    with own.opened():
        assert [*session().scalars(select(EventRow.type))] == ["DemoRemoved"]
    assert "Nothing of the demo was here" in own.run("--remove").output
    assert own.counted() == made.before | LEFT


def test_search_does_not_find_it_any_more(own, kind) -> None:
    drained(own)
    own.run("--remove")
    with own.opened() as app:
        client = Client(app).signed_in_as(the(Person, email="mira-holt@acme.test"))
        found = client.api("GET", "/search?q=wireless+floor").json
        assert (found["items"], found["total"]) == ([], 0), "before the index has followed"
        outbox.drain()
        assert client.api("GET", "/search?q=wireless+floor").json["total"] == 0


def test_what_others_wrote_stays_with_all_that_it_stands_in(own, kind) -> None:
    with own.opened():
        ids = live_in()
    before = own.counted()
    removed = last_line(own.run("--remove", "--json"))
    kept = removed["kept"]
    assert kept["threads"] == sorted(f"/t/{ids[one]}" for one in ("pink", "asked", "like"))
    assert kept["pages"] == [f"/w/{ids['first-day']}"]
    assert len(kept["communities"]) == 3
    went = {"people": 13 - len(kept["people"]), "communities": 3, "threads": 32, "pages": 13}
    assert removed["removed"] == went
    assert drained(own)["person"] == before["person"] - went["people"]
    with own.opened() as app:
        client = Client(app).signed_in_as(the(Person, handle="eve"))
        pink = read(client, f"/t/{ids['pink']}")
        assert "It was the plug here too" in pink
        assert "Blue flames were blue" in pink, "the conversation is whole"
        assert "How do I get a locker" in read(client, f"/t/{ids['asked']}")
        assert "Ask Eve for the keys" in read(client, f"/w/{ids['first-day']}")
        assert client.get(f"/t/{ids['tablets']}").status_code == 404


def test_nothing_that_stays_rests_on_what_went(own, kind) -> None:
    with own.opened():
        ids = live_in()
    own.run("--remove")
    with own.opened() as app:
        like = the(Thread, id=ids["like"])
        assert like.state == "open", "no longer the same as what is gone"
        assert session().scalars(select(SameAs)).all() == []
        client = Client(app).signed_in_as(the(Person, handle="eve"))
        # What stands in communities of others is none of the demo's, whoever wrote it.
        assert "Somebody of the demo was here" in read(client, f"/t/{ids['real']}")
        eve = the(Person, handle="eve")
        mine = select(Community.id).join(Membership, Membership.community_id == Community.id)
        answers_for = mine.where(Membership.person_id == eve.id, Membership.role == "steward")
        assert len(session().scalars(answers_for).all()) == 3, "whoever wrote there answers for it now"


def test_nobody_signs_in_as_who_stays(own, kind) -> None:
    with own.opened():
        live_in()
    kept = last_line(own.run("--remove", "--json"))["kept"]["people"]
    with own.opened():
        ended = session().scalars(select(Person).where(Person.deactivated_at.is_not(None))).all()
        assert {f"/people/{one.handle}" for one in ended} == set(kept)
        assert not any(one.password_hash for one in ended)
        assert all(standing.of_person(one.id).standing == "signed_out" for one in ended)
        assert "/people/mira-holt-2" in kept, "she is named where she wrote elsewhere"
        assert "/people/otto-marsh" not in kept, "nothing names him any more"


def test_what_was_kept_goes_once_nothing_of_others_is_in_it(own, kind) -> None:
    with own.opened():
        ids = live_in()
    own.run("--remove")
    with own.opened():
        viewer = standing.of_person(the(Person, handle="eve").id)
        mine = the(Post, thread_id=ids["pink"], author_id=viewer.person_id)
        posts.delete(viewer, mine)
    again = last_line(own.run("--remove", "--json"))
    assert again["removed"]["threads"] == 1
    assert again["kept"]["threads"] == sorted(f"/t/{ids[one]}" for one in ("asked", "like"))
    anew = last_line(own.run("--json"))
    assert (anew["made"]["thread"], anew["made"]["person"]) == (33, 13), "another demo beside what was kept"


def test_a_demo_that_was_stopped_can_be_taken_away(own, kind) -> None:
    """Whatever of it is there goes, and what is missing is not missed."""
    own.run("--remove")
    before = drained(own)
    with own.opened(), pytest.raises(KeyboardInterrupt):
        playing.make(COMMAND_LINE, Stops)
    removed = last_line(own.run("--remove", "--json"))
    assert removed["removed"]["people"] > 10
    assert drained(own) | {"events": 0} == before | {"events": 0}


def test_every_table_was_thought_of(kind) -> None:
    by_rows = {one.column.class_.__tablename__ for one in rows.ROWS}
    personal = {column.class_.__tablename__ for column in rows.PERSONAL}
    assert by_rows | personal | set(rows.LEFT) == set(Base.metadata.tables)
    assert not set(rows.LEFT) & (by_rows | personal)
