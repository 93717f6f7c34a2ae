"""A topic's page: what it gathers, for whom, and that it is not there for anybody else."""

from __future__ import annotations

import re

import pytest

from community.core.outbox import drain
from community.core.session import end_session
from tests.interfaces.acts import ask, solved

pytestmark = pytest.mark.postgresql

# Four for the frame, eight for the page, and whether one may follow it.
MOST = 13


@pytest.fixture
def scene(as_, cast, kind):
    """A way through, an open roadblock and a page about totals; something secret in the den."""
    ana, ben = as_(cast.ana), as_(cast.ben)
    solved(ana, ben, body="Totals differ by a cent", topics=["Sum totals"])
    ask(ana, "The totals are late", topics=["Sum totals"])
    ask(ana, "Tea is cold", topics=["kitchen"])
    page = {"title": "Adding up", "body": "First …", "topics": ["Sum totals"]}
    assert ben.api("POST", "/communities/ops/pages", page).status_code == 201
    ask(ana, "Hidden thing", community=cast.den.slug, topics=["hush"])
    drain()
    end_session()


def test_it_gathers_what_is_about_it(as_, cast, scene) -> None:
    shown = as_(cast.eve).get("/topics/sum-totals").text
    pages, open_, through = (shown.index(words) for words in (">Pages<", ">Can you help?<", ">Ways through<"))
    assert pages < shown.index("Adding up") < open_ < shown.index("The totals are late") < through
    assert through < shown.index("Totals differ by a cent")
    assert "Tea is cold" not in shown
    assert '<a href="/people/ben">Ben</a>' in shown
    assert "Not in order of merit." in shown
    assert 'href="/ask?topics=Sum+totals"' in shown


def test_threads_and_pages_lead_to_it(as_, cast, scene) -> None:
    eve = as_(cast.eve)
    assert '<a href="/topics/sum-totals">Sum totals</a>' in eve.get("/topics").text
    found = eve.get("/topics/sum-totals").text
    for path in re.findall(r'href="(/[tw]/[\w-]+)"', found):
        assert '<a href="/topics/sum-totals">Sum totals</a>' in eve.get(path).text


def test_another_spelling_leads_on(as_, cast, scene) -> None:
    answer = as_(cast.eve).get("/topics/Sum%20Totals")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/topics/sum-totals")


def test_what_one_may_not_know_of_is_not_there(as_, cast, scene) -> None:
    eve, ana = as_(cast.eve), as_(cast.ana)
    assert ana.get("/topics/hush").status_code == 200
    hidden, missing = eve.get("/topics/hush"), eve.get("/topics/huxh")
    assert hidden.status_code == missing.status_code == 404
    tell = re.compile(r"hu[sx]h|[0-9a-f-]{36}|value=\"[^\"]+\"")
    assert tell.sub("", hidden.text) == tell.sub("", missing.text)
    assert "hush" not in eve.get("/topics").text
    assert eve.get("/topics/%00").status_code == 404


def test_it_is_followed_there(as_, cast, scene) -> None:
    eve = as_(cast.eve)
    door = re.search(r'action="(/topics/\w+/following)"', eve.get("/topics/sum-totals").text)[1]
    answer = eve.post(door, {"strength": "normal", "next": "/topics/sum-totals"})
    assert answer.headers["Location"] == "/topics/sum-totals"
    assert "Following: normal" in eve.get("/topics/sum-totals").text
    assert 'href="/topics/sum-totals"' in eve.get("/settings/following").text


def test_it_costs_few_statements(as_, cast, scene, count_queries) -> None:
    eve = as_(cast.eve)
    assert eve.get("/topics/sum-totals").status_code == 200
    end_session()
    with count_queries() as asked:
        assert eve.get("/topics/sum-totals").status_code == 200
    assert len(asked) <= MOST, "\n\n".join(asked)
