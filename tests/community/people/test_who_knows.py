"""Who knows about it: found by topic, with what it rests on as far as the reader may read that."""

from __future__ import annotations

import pytest

from community.core.outbox import drain
from community.core.session import end_session
from tests.interfaces.acts import solved

pytestmark = pytest.mark.postgresql


@pytest.fixture
def scene(as_, cast, kind):
    """Ben has helped in the open, and in the den about something nobody else knows of."""
    ana, ben = as_(cast.ana), as_(cast.ben)
    solved(ana, ben, body="Totals differ by a cent", topics=["totals"])
    drain()
    end_session()


def test_a_topic_finds_who_knows_about_it_and_says_why(as_, cast, scene) -> None:
    shown = as_(cast.eve).get("/people?q=total").text
    assert "knows about totals" in shown
    why = shown[shown.index(">Why?") :]
    assert "Totals differ by a cent" in why
    assert 'href="/ask?body=%40ben+"' in shown
    assert "Not in order of merit" in shown
    assert "/people/ana" not in shown


def test_nobody_is_asked_to_ask_themselves(as_, cast, scene) -> None:
    assert "/ask?body=%40ben" not in as_(cast.ben).get("/people?q=ben").text
    assert "/ask?body=%40ben" not in as_(cast.ben).get("/people/ben").text


def test_who_is_not_found_leads_to_asking(as_, cast, scene) -> None:
    assert 'href="/ask?body=welding"' in as_(cast.eve).get("/people?q=welding").text


def test_whom_one_follows_comes_first(as_, cast, scene) -> None:
    eve = as_(cast.eve)
    assert eve.post("/people/root/following", {"strength": "normal"}).status_code == 303
    end_session()
    listed = eve.get("/people").text
    assert listed.index("/people/root") < listed.index("/people/ana")


def test_a_profile_shows_what_helped(as_, cast, scene) -> None:
    shown = as_(cast.eve).get("/people/ben").text
    assert '<a href="/topics/totals">totals</a>' in shown
    assert "Totals differ by a cent" in shown[shown.index("What helped others") :]
    assert 'href="/ask?body=%40ben+"' in shown


def test_what_one_may_not_read_shows_nothing(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    solved(ana, as_(cast.carla), community=cast.den.slug, body="Hidden thing", topics=["hush"])
    drain()
    end_session()
    eve = as_(cast.eve)
    for path in ("/people/carla", "/people?q=carla", "/people?q=hush"):
        shown = eve.get(path).text
        assert "Hidden thing" not in shown
        assert "knows about hush" not in shown
    assert "hush" in ana.get("/people/carla").text
