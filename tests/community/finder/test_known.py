"""What is known already, beside the composer and in the API."""

from __future__ import annotations

import pytest

from community.core.outbox import drain
from models import Page, Post

pytestmark = pytest.mark.postgresql
PASTED = "Hello all,\nmy export always stops with\n\n    E-4711 at ledger.py line 12\n\nWhat can I do?"


@pytest.fixture
def known_things(scene, cast) -> dict[str, str]:
    open_ = scene.ask(cast.ana, cast.ops, "E-4711 in the export to ledger")
    answered = scene.ask(cast.ana, cast.ops, "Export: E-4711, what is it?")
    scene.answer(cast.ben, answered, "The export gives E-4711 when the disk is full")
    solved = scene.solved(
        cast.ana, cast.ops, "Export stops, E-4711", "Free the disk, then export again. Nothing else."
    )
    page = scene.page(cast.carla, cast.ops, "Exporting", "When the export says E-4711, free the disk.")
    scene.say(cast.dev, Page, page)
    scene.ask(cast.ana, cast.ops, "Lunch?", kind="discussion")
    drain()
    return {"open": open_, "answered": answered, "solved": solved, "written_up": page}


def test_the_order_the_sentence_and_how_often_it_worked(known_things, cast, as_, kind) -> None:
    ana = as_(cast.ana)
    shown = ana.get("/suggestions", query_string={"body": PASTED}, headers={"HX-Request": "true"})
    assert shown.status_code == 200
    assert "<html" not in shown.text, "a fragment"
    places = [shown.text.index(known_things[name]) for name in ("written_up", "solved", "answered", "open")]
    assert places == sorted(places)
    assert "disk</mark>" not in shown.text
    assert "then <mark>export</mark> again" in shown.text or "Free the disk" in shown.text
    assert "It worked for 1" in shown.text
    assert "I&#39;ll try it" in shown.text or "I'll try it" in shown.text
    whole = ana.get("/suggestions", query_string={"body": PASTED})
    assert "<h1>This may be it</h1>" in whole.text
    items = ana.api("GET", "/suggestions", query_string={"body": PASTED}).json["items"]
    assert {one["id"] for one in items} == set(known_things.values())
    assert len(ana.api("GET", "/suggestions", query_string={"body": PASTED, "limit": 2}).json["items"]) == 2


def test_it_stands_beside_the_composer_without_a_script(known_things, cast, as_, kind) -> None:
    ana = as_(cast.ana)
    assert known_things["solved"] not in ana.get("/ask").text
    looked = ana.post("/ask", {"body": PASTED, "act": "look"})
    assert known_things["solved"] in looked.text
    assert "This may be it" in looked.text
    nothing = ana.post("/ask", {"body": "Quite something different: xyzzyfoo", "act": "look"})
    assert "Nothing known fits yet: ask, somebody will know." in nothing.text
    assert "None of these: ask" in looked.text, "the next step stands below what was found"
    blank = ana.get("/suggestions?body=", headers={"HX-Request": "true"}).text
    assert "While you write" in blank
    assert "Nothing known fits" not in blank


def test_a_warning_is_part_of_what_is_shown(scene, cast, as_, kind) -> None:
    thread = scene.ask(cast.ana, cast.ops, "Quokka fails")
    post = scene.answer(cast.ben, thread, "Delete the quokka <b>table</b>")
    scene.say(cast.ana, Post, post)
    scene.say(cast.carla, Post, post, "unsafe", "it loses <i>everything</i>")
    drain()
    for path in ("/suggestions?body=quokka", "/search?q=quokka"):
        text = as_(cast.dev).get(path).text
        assert "Said to be wrong or unsafe" in text, path
        assert "it loses &lt;i&gt;everything&lt;/i&gt;" in text
        assert "<b>table</b>" not in text
    why = as_(cast.dev).api("GET", "/search?q=quokka").json["items"][0]["why"]
    assert "warned" in why


def test_the_community_where_one_asks_is_preferred_and_an_unseen_one_changes_nothing(
    scene, cast, as_, kind
) -> None:
    there = scene.solved(cast.ana, cast.ops, "Quokka E-99 stops", "Free the disk")
    here = scene.solved(cast.ana, cast.closed, "Quokka E-99 stops", "Free the disk")
    hidden = scene.solved(cast.ana, cast.den, "Quokka E-99 stops", "Free the disk")
    drain()

    def suggested(who, community: str) -> list[str]:
        asked = {"body": "my quokka says E-99", "community": community}
        shown = as_(who).get("/suggestions", query_string=asked, headers={"HX-Request": "true"}).text
        found = [one["id"] for one in as_(who).api("GET", "/suggestions", query_string=asked).json["items"]]
        assert sorted(found, key=shown.index) == found, "the page in the same order"
        return found

    assert suggested(cast.ana, "ops")[0] == there
    assert suggested(cast.ana, "audit")[0] == here
    assert suggested(cast.ana, "AUDIT")[0] == here
    assert suggested(cast.ana, "den-x7k2")[0] == hidden
    assert suggested(cast.ana, "no-such") == suggested(cast.ana, "")
    for nothing in ("", "no-such", "den-x7k2", "a\x00b", "x" * 5000):
        assert suggested(cast.eve, nothing) == [there]
    looked = (
        as_(cast.ana).post("/ask", {"body": "my quokka says E-99", "community": "audit", "act": "look"}).text
    )
    assert looked.index(here) < looked.index(there)


def test_a_huge_paste_is_answered(known_things, cast, as_, kind) -> None:
    text = ("E-4711 " * 300 + "word " * 200)[:3000]
    found = as_(cast.ana).api("GET", "/suggestions", query_string={"body": text})
    assert found.status_code == 200
    assert found.json["items"]
