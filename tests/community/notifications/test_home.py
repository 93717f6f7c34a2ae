"""Home: what needs one, what happened in what one follows, what is for oneself alone; each with its reason."""

from __future__ import annotations

import re

import pytest

from community.core.outbox import drain
from community.core.session import end_session, session
from models import Membership
from tests.community.following.scene import answered, asked, chose, written

pytestmark = pytest.mark.postgresql

# Four for the frame, eight for the page.
MOST = 12


def _section(text: str, heading: str) -> str:
    """What stands under a heading of Home; empty without it."""
    found = re.search(rf"<h2[^>]*>{heading}</h2>(.*?)</section>", text, re.DOTALL)
    return found.group(1) if found else ""


def test_nothing_needs_whoever_is_new(as_, cast, kind) -> None:
    home = as_(cast.eve).get("/").text
    assert "Nothing waits for you." in _section(home, "Needs you")
    assert "Since yesterday" not in home
    assert "For you alone" not in home


def test_what_needs_one_comes_with_its_reason_and_is_done_with_one_press(as_, cast, kind) -> None:
    ana, ben, carla = as_(cast.ana), as_(cast.ben), as_(cast.carla)
    answered(ben, asked(ana, "Export fails"), "Try this")
    answered(carla, asked(ben, "His own"), "@ana knows")
    drain()
    needs = _section(ana.get("/").text, "Needs you")
    assert "Somebody answered you: did it work?" in needs
    assert re.search(r">His own</button>\s*<p>You were named", needs)
    done = re.search(r'formaction="(/inbox/\w{12}/done\?next=/)"', needs).group(1)
    assert ana.post(done).headers["Location"] == "/"
    assert "You were named" not in ana.get("/").text


def test_an_open_question_of_ones_own_needs_nothing(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    asked(ana, "Export fails")
    home = ana.get("/").text
    assert "Export fails" not in _section(home, "Needs you")
    assert "you will hear when somebody answers" in _section(home, "What you asked")


def _happened(as_, cast, slug: str = "ops") -> tuple[str, str]:
    """Ana asks, Ben answers, it worked; and Ben writes a page."""
    thread = asked(as_(cast.ana), "Export fails", slug)
    post = answered(as_(cast.ben), thread)
    as_(cast.ana).post(f"/posts/{post}/outcome", {"outcome": "worked"})
    page = written(as_(cast.ben), "Backup plan", slug)
    drain()
    return thread, page


def test_since_yesterday_says_what_happened_and_why_it_is_shown(as_, cast, kind) -> None:
    thread, _page = _happened(as_, cast)
    ben, carla, eve = as_(cast.ben), as_(cast.carla), as_(cast.eve)
    shown = _section(ben.get("/").text, "Since yesterday")
    assert "was solved · you wrote there" in shown
    assert "Backup plan" not in shown, "what one did oneself is no news"
    shown = _section(carla.get("/").text, "Since yesterday")
    assert "was solved · in your community" in shown
    assert "was written · in your community" in shown
    assert _section(eve.get("/").text, "Since yesterday") == ""
    chose(eve, f"t/{thread}", "little")
    chose(eve, "people/ana", "little")
    assert "was solved · you follow it" in _section(eve.get("/").text, "Since yesterday")
    chose(eve, f"t/{thread}", "usual")
    assert "was solved · from somebody you follow" in _section(eve.get("/").text, "Since yesterday")
    chose(carla, f"t/{thread}", "mute")
    assert "Export fails" not in _section(carla.get("/").text, "Since yesterday")
    chose(carla, "c/ops", "mute")
    assert _section(carla.get("/").text, "Since yesterday") == ""


def test_what_one_may_no_longer_read_is_nowhere_on_home(as_, cast, kind) -> None:
    thread, page = _happened(as_, cast, cast.den.slug)
    carla = as_(cast.carla)
    for what in (f"t/{thread}", f"w/{page}", f"c/{cast.den.slug}"):
        chose(carla, what, "everything")
    answered(as_(cast.ben), thread, "@carla look")
    drain()
    home = carla.get("/").text
    assert "Export fails" in home
    assert re.search(r'<span>Den-x7k2 <span class="count">1</span></span>', home)
    session().delete(session().get_one(Membership, (cast.den.id, cast.carla.id)))
    session().commit()
    home = carla.get("/").text
    for name in ("Export fails", "Backup plan", "Den-x7k2", 'class="count"'):
        assert name not in home


def test_for_you_alone(as_, cast, kind) -> None:
    page = written(as_(cast.ana), "Backup plan")
    for person in (cast.carla, cast.eve):
        as_(person).post(f"/w/{page}/outcome", {"outcome": "worked"})
    drain()
    shown = _section(as_(cast.ana).get("/").text, "For you alone")
    assert "what you wrote got 2 more people through" in " ".join(shown.split())
    assert "For you alone" not in as_(cast.ben).get("/").text


def test_home_costs_the_same_whatever_happened(as_, cast, count_queries, kind) -> None:
    ana = as_(cast.ana)
    costs = []
    for _ in range(2):
        for number in range(4):
            thread, page = _happened(as_, cast)
            chose(ana, f"t/{thread}", "everything")
            as_(cast.carla).post(f"/w/{page}/outcome", {"outcome": "worked"})
            answered(as_(cast.carla), asked(as_(cast.ben), f"Question {number}"), "@ana knows")
        drain()
        end_session()
        with count_queries() as asked_of_it:
            assert ana.get("/").status_code == 200
        costs.append(len(asked_of_it))
    assert costs[0] == costs[1] <= MOST, costs
