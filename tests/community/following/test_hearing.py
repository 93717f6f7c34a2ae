"""Who hears of what, by how closely they follow it; and what a mute stops."""

from __future__ import annotations

import re

import pytest

from community.core.outbox import drain
from community.core.session import session
from models import Community, Membership, Task, Topic
from tests.cast import make_community

from .scene import answered, asked, chose, told, written

pytestmark = pytest.mark.postgresql


def _all_happens(as_, cast, thread: str) -> None:
    """Ben answers, Dev comments, Ana says that it worked."""
    post = answered(as_(cast.ben), thread)
    as_(cast.dev).post(f"/t/{thread}/comments", {"body": "A word"})
    as_(cast.ana).post(f"/posts/{post}/outcome", {"outcome": "worked"})


@pytest.mark.parametrize(
    ("strength", "heard"),
    [
        ("little", ["followed_solved"]),
        ("normal", ["followed_answer", "followed_solved"]),
        ("everything", ["followed_answer", "followed_said", "followed_solved"]),
        ("mute", []),
    ],
)
def test_a_thread_by_each_strength(as_, cast, strength, heard, kind) -> None:
    thread = asked(as_(cast.ana), "Export fails")
    chose(as_(cast.eve), f"t/{thread}", strength)
    _all_happens(as_, cast, thread)
    assert told(cast.eve) == heard


def test_whoever_writes_in_it_follows_it_and_their_choice_comes_first(as_, cast, kind) -> None:
    thread = asked(as_(cast.ana), "Export fails")
    answered(as_(cast.carla), thread, "Or this")
    assert told(cast.carla) == []
    _all_happens(as_, cast, thread)
    assert told(cast.carla) == ["followed_answer", "followed_solved"]
    chose(as_(cast.carla), f"t/{thread}", "mute")
    answered(as_(cast.eve), thread, "@carla look")
    answered(as_(cast.eve), thread, "Another")
    assert told(cast.carla)[2:] == ["mention"], "named is named, whatever is muted"


def test_the_asker_may_hear_a_little_of_their_own(as_, cast, kind) -> None:
    thread = asked(as_(cast.ana), "Export fails")
    chose(as_(cast.ana), f"t/{thread}", "little")
    answered(as_(cast.ben), thread)
    assert told(cast.ana) == []
    page = as_(cast.carla)
    post = answered(as_(cast.dev), thread)
    page.api("PUT", f"/threads/{thread}/solutions/{post}", {})
    assert told(cast.ana) == ["followed_solved"]


def test_the_same_problem_hears_of_the_solution_without_following(as_, cast, kind) -> None:
    thread = asked(as_(cast.ana), "Export fails")
    for person in (cast.eve, cast.carla):
        as_(person).post(f"/t/{thread}/same-problem")
    chose(as_(cast.carla), f"t/{thread}", "mute")
    _all_happens(as_, cast, thread)
    assert told(cast.eve) == ["solved"]
    assert told(cast.carla) == []


def test_a_community_a_topic_and_a_person(as_, cast, kind) -> None:
    ana, eve, carla = as_(cast.ana), as_(cast.eve), as_(cast.carla)
    asked(ana, "First", topics="exports")
    topic = session().query(Topic.id).scalar()
    assert told(cast.carla) == [], "a member hears nothing of it in the inbox by that alone"
    chose(eve, f"topics/{topic}", "normal")
    chose(carla, "people/ana", "everything")
    chose(as_(cast.dev), "c/ops", "everything")
    thread = asked(ana, "Second", topics="exports")
    assert told(cast.eve) == told(cast.carla) == told(cast.dev) == ["followed_new"]
    assert "about a topic you follow" in eve.get("/inbox").text
    assert "from somebody you follow" in carla.get("/inbox").text
    answered(ana, thread, "Found it")
    assert told(cast.eve) == ["followed_new"]
    assert told(cast.carla) == told(cast.dev) == ["followed_new", "followed_answer"]


def test_whoever_asks_without_a_name_is_not_followed(as_, cast, kind) -> None:
    for strength, person in (("everything", cast.carla), ("mute", cast.ben)):
        chose(as_(person), "people/ana", strength)
    asked(as_(cast.ana), "Too ashamed @ben", anonymous="1")
    assert told(cast.carla) == []
    assert told(cast.ben) == ["mention"]


def test_a_muted_person_is_not_heard_where_their_name_stands(as_, cast, kind) -> None:
    chose(as_(cast.ana), "people/ben", "mute")
    thread = asked(as_(cast.ana), "Export fails")
    answered(as_(cast.ben), thread)
    assert told(cast.ana) == []
    answered(as_(cast.carla), thread)
    assert told(cast.ana) == ["answer"]


def test_a_muted_community_leaves_ones_own_questions_alone(as_, cast, kind) -> None:
    chose(as_(cast.ana), "c/ops", "mute")
    chose(as_(cast.ana), "people/ben", "everything")
    asked(as_(cast.ben), "His question")
    assert told(cast.ana) == []
    answered(as_(cast.ben), asked(as_(cast.ana), "Mine"))
    assert told(cast.ana) == ["answer"]


def test_a_page_by_each_strength(as_, cast, kind) -> None:
    page = written(as_(cast.ana), "Backup plan")
    for person, strength in ((cast.eve, "little"), (cast.carla, "normal"), (cast.dev, "everything")):
        chose(as_(person), f"w/{page}", strength)
    fields = {"title": "Backup plan", "body": "Words", "summary": "s"}
    ben = as_(cast.ben)
    ben.post(f"/w/{page}/edit", {**fields, "body": "Other words", "base_revision": "1"})
    ben.post(f"/w/{page}/edit", {**fields, "body": "Other words!", "base_revision": "2", "minor": "1"})
    ben.post(f"/w/{page}/outcome", {"outcome": "unsafe", "note": "it overwrites"})
    assert told(cast.eve) == ["followed_warned"]
    assert told(cast.carla) == ["followed_changed", "warned"], "a curator hears of warnings anyway"
    assert told(cast.dev) == ["followed_changed", "followed_small", "warned"]
    assert told(cast.ana) == ["followed_changed", "warned"], "who wrote it follows it"


def test_written_up_leads_to_the_page(as_, cast, kind) -> None:
    thread = asked(as_(cast.ana), "Export fails")
    chose(as_(cast.eve), f"t/{thread}", "little")
    _all_happens(as_, cast, thread)
    as_(cast.ben).api("POST", f"/threads/{thread}/promotion", {})
    assert told(cast.eve) == ["followed_solved", "followed_written_up"]
    assert "Written up as a page · you follow it" in as_(cast.eve).get("/inbox").text


def test_for_whom_it_worked_hears_once_that_it_is_unsafe_though_muted(as_, cast, kind) -> None:
    thread = asked(as_(cast.ana), "Export fails")
    post = answered(as_(cast.ben), thread)
    eve = as_(cast.eve)
    eve.post(f"/posts/{post}/outcome", {"outcome": "worked"})
    chose(eve, f"t/{thread}", "mute")
    as_(cast.dev).post(f"/posts/{post}/outcome", {"outcome": "unsafe", "note": "it overwrites"})
    assert told(cast.eve) == ["warned"]
    as_(cast.carla).post(f"/posts/{post}/warning/lifting", {"word": "looked"})
    as_(cast.ana).post(f"/posts/{post}/outcome", {"outcome": "unsafe", "note": "it does"})
    assert told(cast.eve) == ["warned"]
    assert told(cast.ben).count("warned") == 2


def test_what_became_private_is_silent_whatever_was_chosen(as_, cast, kind) -> None:
    thread = asked(as_(cast.ana), "Export fails", cast.den.slug)
    ben = as_(cast.ben)
    chose(ben, f"t/{thread}", "everything")
    chose(ben, f"c/{cast.den.slug}", "everything")
    session().delete(session().get_one(Membership, (cast.den.id, cast.ben.id)))
    session().commit()
    answered(as_(cast.carla), thread, "hush @ben")
    asked(as_(cast.ana), "Another secret", cast.den.slug)
    assert told(cast.ben) == []


def test_a_follower_of_an_open_community_hears_nothing_once_it_is_closed(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    chose(eve, "c/ops", "everything")
    thread = asked(as_(cast.ana), "Words of the workshop")
    assert told(cast.eve) == ["followed_new"]
    answer = as_(cast.dev).post("/c/ops/visibility", {"visibility": "private"})
    assert answer.status_code == 303, answer.text
    assert session().get_one(Community, cast.ops.id).visibility == "private"
    answered(as_(cast.ben), thread)
    drain()
    assert told(cast.eve) == ["followed_new"]
    for path in ("/settings/following", "/inbox", "/inbox?all=1", "/"):
        text = eve.get(path).text
        assert "workshop" not in text
        assert ">Ops<" not in text


def test_a_system_is_followed_by_its_name_in_every_list_that_one_reads(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    asked(ana, "First", system="Mill", task="Export")
    assert told(cast.eve) == []
    assert "<summary>Follow</summary>" in eve.get("/at/mill/export").text
    task = session().query(Task.id).scalar()
    assert (
        eve.post(f"/tasks/{task}/following", {"strength": "normal", "next": "/at/mill/export"})
        .headers["Location"]
        .endswith("/at/mill/export")
    )
    assert "Following: normal" in eve.get("/at/mill/export").text
    assert "/at/mill/export" in eve.get("/settings/following").text
    dev = as_(cast.dev)
    make_community("other", "open", steward=cast.dev)
    asked(dev, "In another list", "other", system="Mill", task="Export")
    asked(dev, "Behind the door", cast.den.slug, system="Mill", task="Export")
    asked(dev, "Something else", "other", system="Mill", task="Import")
    assert told(cast.eve) == ["followed_new"]
    shown = eve.get("/inbox").text
    assert re.search(r">In another list</button>\s*<p>New · about a system or task you follow", shown)
    assert "Behind the door" not in shown
