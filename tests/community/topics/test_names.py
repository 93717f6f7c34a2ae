"""Keeping the list: other names, two that are one, and former addresses that lead on."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from community.access.audience import give
from community.core import outbox
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import end_session, session
from models import Audience, Following, FormerName, Owner, System, Task
from tests.interfaces.acts import ask

pytestmark = pytest.mark.postgresql

PLACE = {"system": "Ledger", "task": "month end"}
OTHER = {"system": "The ledger", "task": "Month End"}


def place(model: type[System | Task], name: str) -> str:
    end_session()
    return session().scalars(select(model.id).where(model.name == name)).one()


@pytest.fixture
def carla(as_, cast, kind):
    """The curator."""
    return as_(cast.carla)


def test_a_former_address_leads_on_for_those_who_see_the_new_one(as_, cast, carla, kind) -> None:
    for slug in ("ops", "audit"):
        ask(as_(cast.ana), "Why?", community=slug, context={"system": f"Ledger {slug}", "task": "close"})
        sent = carla.post(f"/systems/{place(System, f'Ledger {slug}')}/name", {"name": f"Book {slug}"})
        assert sent.status_code == 303
        assert sent.headers["Location"].startswith(f"/c/{slug}/systems#")
    eve, ana = as_(cast.eve), as_(cast.ana)
    for path in ("", "/close"):
        led = eve.get(f"/at/ledger-ops{path}")
        assert (led.status_code, led.headers["Location"]) == (301, f"/at/book-ops{path}")
        led = ana.get(f"/at/ledger-audit{path}")
        assert (led.status_code, led.headers["Location"]) == (301, f"/at/book-audit{path}")
        unseen, missing = eve.get(f"/at/ledger-audit{path}"), eve.get(f"/at/never-was{path}")
        assert (unseen.status_code, unseen.text) == (404, missing.text)
    assert eve.api("GET", "/at/ledger-ops").json["url"] == "/at/book-ops"
    assert eve.api("GET", "/at/ledger-audit").data == eve.api("GET", "/at/never-was").data


def test_a_task_renamed_twice_is_found_by_both(as_, cast, carla, kind) -> None:
    ask(as_(cast.ana), context=PLACE)
    task = place(Task, "month end")
    for name in ("close", "closing"):
        assert carla.post(f"/tasks/{task}/name", {"name": name}).status_code == 303
    for former in ("month-end", "close"):
        assert carla.get(f"/at/ledger/{former}").headers["Location"] == "/at/ledger/closing"
    assert carla.post(f"/tasks/{task}/name", {"name": "close"}).status_code == 303
    assert carla.get("/at/ledger/close").status_code == 200


def test_the_name_of_another_is_taken(as_, cast, carla, kind) -> None:
    ask(as_(cast.ana), context=PLACE)
    ask(as_(cast.ana), "Another", context={"system": "Books"})
    id_ = place(System, "Ledger")
    wrong = carla.post(f"/systems/{id_}/name", {"name": "BOOKS"})
    assert wrong.status_code == 422
    assert wrong.text.count("Another one goes by this name already") == 1
    assert 'value="BOOKS"' in wrong.text
    assert carla.post(f"/systems/{id_}/name", {"name": "LEDGER"}).status_code == 303, "only spelt otherwise"
    assert session().scalars(select(FormerName)).all() == []


def test_only_who_keeps_the_list_renames_and_merges(as_, cast, carla, kind) -> None:
    ask(as_(cast.ana), context=PLACE)
    ask(as_(cast.ana), community="audit", context={"system": "Vault"})
    id_, vault = place(System, "Ledger"), place(System, "Vault")
    ben, eve = as_(cast.ben), as_(cast.eve)
    assert "Rename or merge" not in ben.get("/c/ops/systems").text
    assert "Rename or merge" in carla.get("/c/ops/systems").text
    for door, fields in (("name", {"name": "x"}), ("merging", {"into": "Ledger"})):
        assert ben.post(f"/systems/{id_}/{door}", fields).status_code == 403
        unseen = eve.post(f"/systems/{vault}/{door}", fields)
        missing = eve.post(f"/systems/{'a' * 12}/{door}", fields)
        assert (unseen.status_code, unseen.text) == (404, missing.text)


def test_two_systems_become_one(as_, cast, carla, kind) -> None:
    ana = as_(cast.ana)
    stays, goes = ask(ana, "Kept", context=PLACE), ask(ana, "Doubled", context=OTHER)
    alone = ask(ana, "Alone", context={"system": "The ledger", "task": "opening"})
    left, kept = place(System, "The ledger"), place(System, "Ledger")
    for id_, who in ((left, "ben"), (left, "dev"), (kept, "dev")):
        carla.post(f"/systems/{id_}/owners", {"handle": who})
    carla.post(f"/systems/{left}/name", {"name": "Old ledger"})
    sent = carla.post(f"/systems/{left}/merging", {"into": "ledger"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/c/ops/systems#{kept}")
    for thread in (stays, goes):
        assert ana.api("GET", f"/threads/{thread['id']}").json["context"]["task"] == "month end"
    contexts = [ana.api("GET", f"/threads/{one['id']}").json["context"] for one in (stays, goes, alone)]
    assert {one["system"] for one in contexts} == {"Ledger"}
    assert contexts[2]["task"] == "opening"
    for former in ("the-ledger", "old-ledger"):
        assert ana.get(f"/at/{former}/month-end").headers["Location"] == "/at/ledger/month-end"
    end_session()
    assert session().get(System, left) is None
    assert not session().scalars(select(Audience.object).where(Audience.object == left)).all()
    owners = select(Owner.person_id).where(Owner.object == kept)
    assert set(session().scalars(owners)) == {cast.ben.id, cast.dev.id}


def test_the_old_name_makes_no_double_anew(as_, cast, carla, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    ask(ana, "Kept", context=PLACE)
    ask(ana, "Doubled", context=OTHER)
    carla.post(f"/systems/{place(System, 'The ledger')}/merging", {"into": "Ledger"})
    carla.post(f"/tasks/{place(Task, 'month end')}/name", {"name": "closing"})
    again = ask(eve, "Asked by the old name", context=OTHER)["context"]
    assert (again["system"], again["task"]) == ("Ledger", "closing")
    kept = place(System, "Ledger")
    with unit_of_work():
        session().execute(delete(Audience).where(Audience.object == kept))
    assert ask(eve, "Once more", context=OTHER)["context"]["system"] == "The ledger", (
        "what it is now is not theirs"
    )


def test_who_follows_the_one_follows_the_other(as_, cast, carla, kind) -> None:
    ana = as_(cast.ana)
    ask(ana, "Kept", context=PLACE)
    ask(ana, "Doubled", context=OTHER)
    left, kept = place(System, "The ledger"), place(System, "Ledger")
    with unit_of_work():
        for person, one in ((cast.ana, left), (cast.ben, left), (cast.ben, kept)):
            session().add(
                Following(person_id=person.id, object=one, kind="system", strength="normal", at=now())
            )
    carla.post(f"/systems/{left}/merging", {"into": "Ledger"})
    end_session()
    rows = session().execute(select(Following.person_id, Following.object)).all()
    assert sorted(map(tuple, rows)) == sorted([(cast.ana.id, kept), (cast.ben.id, kept)])


def test_search_follows(as_, cast, carla, kind) -> None:
    ana = as_(cast.ana)
    ask(ana, "Doubled sums", context=OTHER)
    ask(ana, "Kept sums", context=PLACE)
    carla.post(f"/systems/{place(System, 'The ledger')}/merging", {"into": "Ledger"})
    carla.post(f"/tasks/{place(Task, 'month end')}/name", {"name": "closing"})
    outbox.drain()
    found = ana.api("GET", "/search?q=sums&system=Ledger&task=closing").json
    assert {one["title"] for one in found["items"]} == {"Doubled sums", "Kept sums"}
    assert ana.api("GET", "/search?q=sums&task=month+end").json["items"] == []


def test_two_tasks_of_a_system_become_one(as_, cast, carla, kind) -> None:
    ana = as_(cast.ana)
    ask(ana, "Kept", context=PLACE)
    gone = ask(ana, "Doubled", context={"system": "Ledger", "task": "end of month"})
    ask(ana, "Elsewhere", context={"system": "Books", "task": "end"})
    task = place(Task, "end of month")
    wrong = carla.post(f"/tasks/{task}/merging", {"into": "end"})
    assert wrong.status_code == 422, "a task of another system is none of this list"
    assert "Nothing in this list goes by this name" in wrong.text
    assert carla.post(f"/tasks/{task}/merging", {"into": "end of month"}).status_code == 422
    assert carla.post(f"/tasks/{task}/merging", {"into": "month end"}).status_code == 303
    assert ana.api("GET", f"/threads/{gone['id']}").json["context"]["task"] == "month end"
    assert ana.get("/at/ledger/end-of-month").headers["Location"] == "/at/ledger/month-end"


def test_a_name_that_fewer_know_is_not_put_on_what_more_read(as_, cast, carla, kind) -> None:
    ana = as_(cast.ana)
    ask(ana, "Open", context={"system": "Books"})
    ask(ana, "Narrow", context={"system": "Secret name"})
    books, narrow = place(System, "Books"), place(System, "Secret name")
    with unit_of_work():
        session().execute(delete(Audience).where(Audience.object == narrow))
        give(narrow, [cast.ops.token])
    refused = carla.post(f"/systems/{books}/merging", {"into": "Secret name"})
    assert refused.status_code == 409
    assert "the other way round" in refused.text
    assert carla.post(f"/systems/{narrow}/merging", {"into": "Books"}).status_code == 303


def test_lists_of_two_communities_are_not_merged(as_, cast, carla, kind) -> None:
    ana = as_(cast.ana)
    ask(ana, context={"system": "Books"})
    ask(ana, community="audit", context={"system": "Vault"})
    wrong = carla.post(f"/systems/{place(System, 'Books')}/merging", {"into": "Vault"})
    assert wrong.status_code == 422
