"""To whom a roadblock is pointed: proposed with what shows it, left out by a tick, told and named alike."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.core.outbox import drain
from community.core.session import end_session, session
from models import Notification, Person, Pointed, Post, Thread
from tests.community.finding_scene import Scene, signed_in

pytestmark = pytest.mark.postgresql
TEXT = "The export stops"
DEN = "den-x7k2"


@pytest.fixture
def as_(app):
    """`as_(person)`: signed in as them, whatever session the row came from."""
    return lambda person: signed_in(app, person)


@pytest.fixture
def knowing(cast) -> Scene:
    """Ben has solved something about export; so has Carla, in the den."""
    scene = Scene(cast)
    scene.solved(cast.dev, cast.ops, "Export fails <b>", "Free the disk", topics=("export",))
    secret = scene.ask(cast.dev, cast.den, "The quokka export fails", topics=("export",))
    scene.say(cast.dev, Post, scene.answer(cast.carla, secret, "Feed it"))
    drain()
    end_session()
    return scene


def pointed() -> list[str]:
    """Who was pointed to it, and who was told: the same people."""
    drain()
    end_session()
    thread = session().scalars(select(Thread).order_by(Thread.created_at.desc())).first()
    rows = select(Person.handle).join(Pointed).where(Pointed.thread_id == thread.id).order_by(Person.handle)
    told = (
        select(Person.handle)
        .join(Notification)
        .where(Notification.root == thread.id, Notification.reason == "pointed")
    )
    found = list(session().scalars(rows))
    assert sorted(session().scalars(told)) == found
    return found


def test_who_is_proposed_and_why(as_, cast, knowing, kind) -> None:
    shown = as_(cast.ana).get("/placement?body=the+export+stops&community=ops").text
    assert "has solved export before" in shown
    assert 'name="left_out" value="ben"' in shown
    assert "Export fails &lt;b&gt;</a>" in shown
    assert "quokka" not in shown
    assert "carla" not in shown, "what she knows was shown in the den alone"
    inside = as_(cast.ana).get(f"/placement?body=the+export+stops&community={DEN}").text
    assert "The quokka export fails" in inside
    assert "data-closed" in inside
    assert "Nobody else will." in inside
    left = as_(cast.ana).get("/placement?body=the+export+stops&community=ops&left_out=ben").text
    assert 'value="ben" checked' in left


def test_after_asking_it_says_who_sees_it_and_who_was_pointed_to_it(as_, cast, knowing, kind) -> None:
    ana = as_(cast.ana)
    answer = ana.post("/ask", {"body": TEXT, "shown": "ops", "proposed": ["ben"]})
    assert pointed() == ["ben"]
    said = "6 people see it now; Ben was pointed to it. You will hear as soon as somebody answers."
    assert said in ana.get(answer.headers["Location"]).text


def test_several_are_named_in_one_sentence(as_, cast, knowing, kind) -> None:
    ana = as_(cast.ana)
    answer = ana.post("/ask", {"body": TEXT, "shown": DEN, "proposed": ["ben", "carla"]})
    assert pointed() == ["ben", "carla"]
    said = "4 people see it now; Ben and Carla were pointed to it."
    assert said in ana.get(answer.headers["Location"]).text


def test_not_them(as_, cast, knowing, kind) -> None:
    ana = as_(cast.ana)
    answer = ana.post("/ask", {"body": TEXT, "shown": "ops", "proposed": ["ben"], "left_out": ["ben"]})
    assert pointed() == []
    shown = ana.get(answer.headers["Location"]).text
    assert "6 people see it now. You will hear" in shown
    assert "pointed to it" not in shown


def test_nobody_is_pointed_to_who_was_not_proposed(as_, cast, knowing, kind) -> None:
    ana = as_(cast.ana)
    ana.post("/ask", {"body": TEXT, "shown": "ops", "proposed": ["eve", "carla", "no-such", "x" * 81]})
    ana.post("/ask", {"body": "Nothing of that", "shown": "ops", "proposed": ["ben"]})
    assert pointed() == []


def test_sent_before_anybody_was_shown_it_goes_to_those_who_would_have_been(as_, cast, knowing, kind) -> None:
    as_(cast.ana).post("/ask", {"body": TEXT, "shown": "ops"})
    assert pointed() == ["ben"]


def test_by_the_api(as_, cast, knowing, kind) -> None:
    ana = as_(cast.ana)
    ana.api("POST", "/threads", {"body": TEXT, "community": "ops"})
    assert pointed() == ["ben"]
    ana.api("POST", "/threads", {"body": f"{TEXT} again", "community": "ops", "pointed_to": []})
    assert pointed() == []


def test_the_proposal_costs_the_same_whatever_they_know(as_, cast, knowing, count_queries, kind) -> None:
    path, costs = "/placement?body=the+export+stops&community=ops", []
    for number in range(2):
        for one in range(3 * number):
            knowing.solved(cast.dev, cast.ops, f"Export {one} fails", "Free the disk", topics=("export",))
        drain()
        end_session()
        ana = as_(cast.ana)
        with count_queries() as made:
            assert ana.get(path).text.count("<li><a") == min(3, 1 + 3 * number)
        costs.append(len(made))
    assert costs[0] == costs[1]
