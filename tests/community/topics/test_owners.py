"""Who answers for a system or task: said by whoever keeps that list, and what they may do by it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.core.session import end_session, session
from models import Owner, System, Task
from tests.interfaces.acts import ask, reply, solved

pytestmark = pytest.mark.postgresql

PLACE = {"system": "Ledger", "task": "month end"}


@pytest.fixture
def thread(as_, cast, kind):
    """Ana's roadblock about the ledger's month end, with an answer of Ben's that worked for her."""
    return solved(as_(cast.ana), as_(cast.ben), context=PLACE)[0]


def place(model: type[System | Task]) -> str:
    end_session()
    return session().scalars(select(model.id)).one()


def answers_for(as_, cast, who: str, model: type[System | Task] = System) -> None:
    kind = "systems" if model is System else "tasks"
    sent = as_(cast.carla).post(f"/{kind}/{place(model)}/owners", {"handle": who})
    assert sent.status_code == 303, sent.text[-500:]


def test_a_curator_appoints_and_releases_in_the_list(as_, cast, thread, kind) -> None:
    carla, system = as_(cast.carla), place(System)
    shown = carla.get("/c/ops/systems")
    assert "Ledger" in shown.text
    assert "Ledger › month end" in shown.text
    sent = carla.post(f"/systems/{system}/owners", {"handle": "@Eve"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/c/ops/systems#{system}")
    assert carla.post(f"/systems/{system}/owners", {"handle": "eve"}).status_code == 303, "twice is once"
    assert session().scalars(select(Owner.object)).all() == [system]
    assert '<a href="/people/eve">Eve</a>' in carla.get("/c/ops/systems").text
    assert carla.post(f"/systems/{system}/owners/eve/release").status_code == 303
    assert carla.post(f"/systems/{system}/owners/eve/release").status_code == 404
    assert session().scalars(select(Owner.object)).all() == []


def test_nobody_of_that_name_stands_beside_the_field(as_, cast, thread, kind) -> None:
    wrong = as_(cast.carla).post(f"/systems/{place(System)}/owners", {"handle": "nobody-here"})
    assert wrong.status_code == 422
    assert wrong.text.count("Nobody here goes by this name") == 1
    assert 'value="nobody-here"' in wrong.text
    assert as_(cast.carla).post(f"/tasks/{place(Task)}/owners", {"handle": ""}).status_code == 422


def test_readers_see_who_answers_but_do_not_appoint(as_, cast, client, thread, kind) -> None:
    answers_for(as_, cast, "eve")
    ben = as_(cast.ben)
    shown = ben.get("/c/ops/systems").text
    assert "Answered for by" in shown
    assert "/owners" not in shown
    system = place(System)
    assert ben.post(f"/systems/{system}/owners", {"handle": "ben"}).status_code == 403
    assert ben.post(f"/systems/{system}/owners/eve/release").status_code == 403
    assert client.get("/c/ops/systems").status_code == 303


def test_naming_a_system_first_makes_nobody_its_owner(as_, cast, kind) -> None:
    eve, ben = as_(cast.eve), as_(cast.ben)
    found = ask(ben, context=PLACE)
    mine = ask(eve, "The same for me", context=PLACE)
    post = reply(ben, mine)
    eve.api("PUT", f"/posts/{post['id']}/outcome", {"outcome": "worked"})
    path = f"/threads/{mine['id']}/solutions/{post['id']}"
    assert ben.api("PUT", path, {"good_enough": True}).status_code == 403
    assert eve.api("PUT", f"/threads/{found['id']}/waiting", {"on": "IT"}).status_code == 403


def test_the_owner_settles_waits_and_lifts_warnings(as_, cast, thread, kind) -> None:
    eve, id_ = as_(cast.eve), thread["id"]
    subject = thread_solution(id_, eve)
    path = f"/threads/{id_}/solutions/{subject}"
    assert eve.api("PUT", path, {"good_enough": True}).status_code == 403
    assert "Good enough: how we do it" not in eve.get(f"/t/{id_}-x", follow_redirects=True).text
    answers_for(as_, cast, "eve")
    assert "Good enough: how we do it" in eve.get(f"/t/{id_}-x", follow_redirects=True).text
    assert eve.api("PUT", path, {"good_enough": True}).json["solution"]["good_enough"] is True
    assert eve.api("PUT", path, {"good_enough": False}).json["solution"]["good_enough"] is False
    assert eve.api("PUT", f"/threads/{id_}/waiting", {"on": "the ledger's makers"}).status_code == 200
    assert eve.api("DELETE", f"/threads/{id_}/waiting?repaired=1").status_code in (200, 204)
    as_(cast.dev).api("PUT", f"/posts/{subject}/outcome", {"outcome": "unsafe", "note": "it deletes"})
    assert "it deletes" in eve.get(f"/t/{id_}-x", follow_redirects=True).text
    assert eve.post(f"/posts/{subject}/warning/lifting", {"word": "looked at it"}).status_code == 303
    assert "it deletes" not in eve.get(f"/t/{id_}-x", follow_redirects=True).text
    as_(cast.carla).post(f"/systems/{place(System)}/owners/eve/release")
    assert eve.api("PUT", path, {"good_enough": True}).status_code == 403


def test_the_owner_of_a_task_settles_but_repairs_nothing(as_, cast, thread, kind) -> None:
    eve, id_ = as_(cast.eve), thread["id"]
    answers_for(as_, cast, "eve", Task)
    path = f"/threads/{id_}/solutions/{thread_solution(id_, eve)}"
    assert eve.api("PUT", path, {"good_enough": True}).status_code == 200
    assert eve.api("PUT", f"/threads/{id_}/waiting", {"on": "IT"}).status_code == 403


def thread_solution(id_: str, reader) -> str:
    return reader.api("GET", f"/threads/{id_}").json["solution"]["post"]


def test_an_owner_does_not_take_away_a_warning_of_their_own_answer(as_, cast, thread, kind) -> None:
    answers_for(as_, cast, "ben")
    ben, id_ = as_(cast.ben), thread["id"]
    subject = thread_solution(id_, ben)
    as_(cast.dev).api("PUT", f"/posts/{subject}/outcome", {"outcome": "unsafe", "note": "it deletes"})
    assert ben.post(f"/posts/{subject}/warning/lifting", {"word": "no"}).status_code == 403


def test_an_owner_has_no_power_over_what_they_cannot_read(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    hidden, post = solved(ana, as_(cast.ben), community=cast.den.slug, context=PLACE)
    answers_for(as_, cast, "eve")
    eve = as_(cast.eve)
    for sent in (
        eve.api("PUT", f"/threads/{hidden['id']}/solutions/{post['id']}", {"good_enough": True}),
        eve.api("PUT", f"/threads/{hidden['id']}/waiting", {"on": "IT"}),
        eve.get("/c/den-x7k2/systems"),
        eve.post(f"/systems/{place(System)}/owners", {"handle": "eve"}),
    ):
        assert sent.status_code == 404


def test_the_list_is_few_queries(as_, cast, count_queries, kind) -> None:
    ana = as_(cast.ana)
    for n in range(5):
        ask(ana, f"Question {n}", context={"system": f"System {n}", "task": f"Task {n}"})
    carla = as_(cast.carla)
    carla.get("/c/ops/systems")
    with count_queries() as asked:
        shown = carla.get("/c/ops/systems")
    assert shown.text.count("<h2>") == 10
    assert len(asked) <= 7, asked


def test_a_thread_about_no_system_asks_nothing_more(as_, cast, count_queries, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    found = ask(ana)
    eve.get(found["url"])
    with count_queries() as asked:
        eve.get(found["url"])
    assert not [one for one in asked if "owner" in one and "FROM owner" in one]
