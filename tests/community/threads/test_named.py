"""A text that names a system or task: proposed while asking, taken back by a tick, never from another's list."""

from __future__ import annotations

import pytest

from tests.interfaces.acts import ask

pytestmark = pytest.mark.postgresql

PLACE = {"system": "Ledger", "task": "month end"}
TICKED = '<input type="checkbox" name="at_work" value="1" checked>'
UNTICKED = '<input type="checkbox" name="at_work" value="1">'


@pytest.fixture
def ana(as_, cast, kind):
    """Ana, whose closed community keeps the ledger; something else was said last in the open one."""
    client = as_(cast.ana)
    ask(client, "First", community="audit", context=PLACE)
    ask(client, "Nearest by activity")
    return client


def test_the_text_proposes_place_and_community(ana, kind) -> None:
    shown = ana.get("/placement?body=The+ledger+hangs+at+month+end").text
    assert 'name="shown" value="audit"' in shown
    assert TICKED in shown
    assert "Ledger › month end" in shown
    assert 'name="shown_task" value=""' in ana.get("/placement?body=The+ledger+hangs").text
    assert "at_work" not in ana.get("/placement?body=Nothing+of+that").text


def test_a_task_alone_moves_nothing(ana, kind) -> None:
    shown = ana.get("/placement?body=It+hangs+at+month+end").text
    assert 'name="shown" value="ops"' in shown
    assert "at_work" not in shown, "the list of another community is none of this one's"
    assert TICKED in ana.get("/placement?body=It+hangs+at+month+end&community=audit").text


def test_a_tick_taken_away_stays_away(ana, kind) -> None:
    path = "/placement?body=The+ledger+hangs&shown_system=Ledger&shown_task="
    assert UNTICKED in ana.get(path).text
    assert TICKED in ana.get(f"{path}&at_work=1").text


def test_what_is_ticked_is_sent(ana, kind) -> None:
    sent = {"shown": "audit", "shown_system": "Ledger", "shown_task": "month end"}
    for more, system in (
        ({"at_work": "1"}, "Ledger"),
        ({}, None),
        ({"at_work": "1", "system": "Books"}, "Books"),
    ):
        made = ana.post("/ask", {**sent, **more, "body": f"It hangs {system}"}).headers["Location"]
        id_ = made.removeprefix("/t/").split("-")[0]
        assert ana.api("GET", f"/threads/{id_}").json["context"]["system"] == system


def test_without_scripts_a_look_proposes_it(ana, kind) -> None:
    looked = ana.post("/ask", {"body": "The ledger hangs", "act": "look"})
    assert TICKED in looked.text
    assert 'name="shown_system" value="Ledger"' in looked.text


def test_nobody_is_proposed_what_they_may_not_know(as_, cast, ana, kind) -> None:
    eve = as_(cast.eve)
    shown = eve.get("/placement?body=The+ledger+hangs+at+month+end").text
    assert "at_work" not in shown
    assert 'name="shown" value="ops"' in shown
    assert 'name="shown" value="ops"' in eve.get("/ask?system=Ledger&task=month+end").text


def test_the_call_keeps_its_shape(ana, kind) -> None:
    found = ana.api("GET", "/placement?body=The+ledger+hangs").json
    assert set(found) == {"community", "audience", "people"}
    assert found["community"]["slug"] == "audit"
