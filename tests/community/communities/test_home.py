"""A community's home: what is in it, for whom, and at what cost."""

from __future__ import annotations

import pytest

from community.core.outbox import drain
from community.core.session import end_session
from tests.cast import make_community
from tests.interfaces.acts import ask, solved

pytestmark = pytest.mark.postgresql

# Four for the frame, eight for the page.
MOST = 12


@pytest.fixture
def lived_in(as_, cast, kind):
    """Something solved, something open, a page, a system with a task."""
    ana, ben = as_(cast.ana), as_(cast.ben)
    place = {"system": "Ledger", "task": "month end"}
    solved(ana, ben, body="Totals differ", context=place, topics=["totals"])
    ask(as_(cast.dev), "Which index?")
    page = {"title": "Closing a month", "body": "First …", "kind": "checklist"}
    assert ben.api("POST", "/communities/ops/pages", page).status_code == 201
    drain()
    end_session()


def test_it_says_what_to_start_with_and_where_help_is_needed(as_, cast, lived_in) -> None:
    shown = as_(cast.ana).get("/c/ops").text
    start, help_, latest = (shown.index(words) for words in (">Start here<", ">Can you help?<", ">Latest<"))
    assert start < shown.index("Closing a month") < help_ < shown.index("Which index?") < latest
    assert 'href="/at/ledger/month-end"' in shown
    for path in ("/c/ops/threads", "/c/ops/threads?state=open", "/c/ops/threads?mine=1"):
        assert f'href="{path}"' in shown
    assert " members</a>" in shown


def test_one_s_own_roadblock_is_no_call_for_one_s_help(as_, cast, lived_in) -> None:
    shown = as_(cast.dev).get("/c/ops").text
    assert "Can you help?" not in shown
    assert "Which index?" in shown


def test_beside_a_steward_stands_what_they_know(as_, cast, kind) -> None:
    make_community("yard", "open", steward=cast.ben, member=cast.ana)
    solved(as_(cast.ana), as_(cast.ben), community="yard", body="It creaks", topics=["doors"])
    drain()
    end_session()
    assert '<span class="meta">knows about doors</span>' in as_(cast.eve).get("/c/yard").text


def test_an_empty_one_teaches(as_, cast, kind) -> None:
    make_community("yard", "open", steward=cast.ben)
    shown = as_(cast.ben).get("/c/yard").text
    for words in ("No pages yet", "Nothing has been asked here yet", "An example:", "/write?community=yard"):
        assert words in shown
    assert 'href="/ask?community=yard"' in shown
    assert "Say in a sentence what this community is for" in shown


def test_it_costs_few_statements(as_, cast, lived_in, count_queries) -> None:
    for person in (cast.ana, cast.eve, cast.carla):
        client = as_(person)
        assert client.get("/c/ops").status_code == 200
        end_session()
        with count_queries() as asked:
            assert client.get("/c/ops").status_code == 200
        assert len(asked) <= MOST, "\n\n".join(asked)


def test_a_closed_one_shows_outsiders_nothing_of_what_is_in_it(as_, cast, kind) -> None:
    make_community("vault", "closed", steward=cast.ben)
    ask(as_(cast.ben), "Keys are lost", community="vault")
    shown = as_(cast.eve).get("/c/vault").text
    for words in ("Keys are lost", "Start here", "Can you help?", " member</a>"):
        assert words not in shown
