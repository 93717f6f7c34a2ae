"""Points of work: what stands at /at/<system>/<task>, for whom, and what is not there for anybody else."""

from __future__ import annotations

import pytest

from community.core.action import unit_of_work
from community.core.session import session
from models import Community
from tests.interfaces.acts import ask, reply, solved

pytestmark = pytest.mark.postgresql

PLACE = {"system": "Ledger", "task": "month end"}


@pytest.fixture
def scene(as_, cast, kind):
    """A way through, an open roadblock, a page and another task, all about the ledger."""
    ana, ben = as_(cast.ana), as_(cast.ben)
    solved(ana, ben, body="Totals differ by a cent", context=PLACE)
    ask(ana, "The export hangs", context=PLACE)
    ask(ana, "Where is the key?", context={"system": "Ledger", "task": "opening"})
    ask(ana, "Tea is cold", kind="discussion", context=PLACE)
    page = {"title": "Closing a month", "body": "First …", "context": PLACE}
    assert ben.api("POST", "/communities/ops/pages", page).status_code == 201


def test_the_page_of_a_task(as_, cast, scene, kind) -> None:
    shown = as_(cast.eve).get("/at/ledger/month-end").text
    steps, wrong, still = (shown.index(words) for words in (">Steps<", ">Goes wrong?<", ">Open here<"))
    assert steps < shown.index("Closing a month") < wrong
    assert wrong < shown.index("Totals differ by a cent") < still < shown.index("The export hangs")
    assert "Where is the key?" not in shown
    assert "Tea is cold" not in shown
    assert '<a href="/people/ben">Ben</a> <span class="meta">has solved this before</span>' in shown
    assert 'href="/ask?system=Ledger&amp;task=month%20end"' in shown
    assert 'href="/share?system=Ledger&amp;task=month%20end"' in shown
    assert 'href="/c/ops/systems"' in shown


def test_the_page_of_a_system_has_all_its_tasks(as_, cast, scene, kind) -> None:
    shown = as_(cast.eve).get("/at/ledger").text
    for words in ("Closing a month", "Totals differ by a cent", "The export hangs", "Where is the key?"):
        assert words in shown
    assert 'href="/at/ledger/month-end"' in shown
    assert 'href="/at/ledger/opening"' in shown


def test_who_answers_for_it_comes_first(as_, cast, scene, kind) -> None:
    listed = as_(cast.carla).get("/c/ops/systems").text
    system = listed.split('action="/systems/')[1].split("/")[0]
    as_(cast.carla).post(f"/systems/{system}/owners", {"handle": "dev"})
    people = as_(cast.eve).api("GET", "/at/ledger").json["people"]
    assert [(one["person"]["handle"], one["evidence"]) for one in people] == [
        ("dev", "answers for it"),
        ("ben", "has solved this before"),
    ]
    assert [why["title"] for why in people[1]["why"]] == ["Totals differ by a cent"]


def test_the_calls(as_, cast, scene, kind) -> None:
    eve = as_(cast.eve)
    task = {"name": "month end", "url": "/at/ledger/month-end"}
    other = {"name": "opening", "url": "/at/ledger/opening"}
    assert eve.api("GET", "/at").json == {
        "items": [{"system": "Ledger", "url": "/at/ledger", "tasks": [task, other]}],
        "next": None,
    }
    found = eve.api("GET", "/at/Ledger/month%20end").json
    assert (found["system"], found["task"], found["url"]) == ("Ledger", "month end", task["url"])
    assert [one["title"] for one in found["pages"]] == ["Closing a month"]
    assert [one["title"] for one in found["threads"]] == ["Totals differ by a cent", "The export hangs"]
    assert [one["slug"] for one in found["communities"]] == ["ops"]
    assert eve.api("GET", "/at/ledger").json["tasks"] == [task, other]


def test_the_list_goes_on_where_it_ended(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    for name in ("Beta", "Alpha", "Gamma"):
        ask(ana, name, context={"system": name})
    first = ana.api("GET", "/at?limit=2").json
    assert [one["system"] for one in first["items"]] == ["Alpha", "Beta"]
    rest = ana.api("GET", f"/at?limit=2&after={first['next']}").json
    assert ([one["system"] for one in rest["items"]], rest["next"]) == (["Gamma"], None)
    assert 'rel="next"' in ana.get("/at?limit=2").text


def test_without_anything_the_list_teaches(as_, cast, kind) -> None:
    assert "An example:" in as_(cast.ana).get("/at").text


def test_a_place_where_nothing_is_known_yet_teaches(as_, cast, kind) -> None:
    found = ask(as_(cast.ana), context=PLACE)
    shown = as_(cast.ana).get("/at/ledger/month-end").text
    assert "Nothing is known here yet" in shown
    assert found["title"] in shown


@pytest.mark.parametrize("path", ["/at/ledger", "/at/ledger/month-end", "/at/LEDGER"])
def test_unseen_is_missing(as_, cast, path, kind) -> None:
    """Byte for byte, on the page and in the call, for whoever may not read the community that keeps it."""
    for slug in ("audit", cast.den.slug):
        ask(as_(cast.ana), community=slug, context=PLACE)
    eve = as_(cast.eve)
    for unseen, missing in ((eve.get(path), eve.get(path.lower().replace("ledger", "zedger"))),):
        assert (unseen.status_code, missing.status_code) == (404, 404)
        assert unseen.text == missing.text
    call, none = (eve.api("GET", one) for one in (path, path.replace("edger", "odger")))
    assert (call.status_code, call.data) == (404, none.data)
    assert "edger" not in eve.get("/at").text
    assert as_(cast.ana).get(path, follow_redirects=True).status_code == 200


def test_each_sees_what_their_communities_keep_under_one_address(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    ask(ana, "Open question", context=PLACE)
    ask(ana, "Private question", community=cast.den.slug, context={"system": "ledger", "task": "Month End"})
    ask(ana, "Private task", community=cast.den.slug, context={"system": "ledger", "task": "secret"})
    for path in ("/at/ledger", "/at/ledger/month-end"):
        mine, theirs = ana.get(path).text, eve.get(path).text
        assert ("Private question" in mine, "Open question" in mine) == (True, True)
        assert ("Private question" in theirs, "Open question" in theirs) == (False, True)
        assert cast.den.name not in theirs
        assert "secret" not in theirs
    assert eve.get("/at/ledger/secret").status_code == 404
    assert ana.get("/at/ledger/secret").status_code == 200


def test_names_in_every_script(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    for system, task in (
        ("Принтер 3", "печать"),
        ("印刷机", "装纸"),
        ("C#", "a/b"),
        ("50 % Rabatt?", "Größe"),
    ):
        found = ask(ana, f"About {system}", context={"system": system, "task": task})
        shown = ana.get(found["url"]).text
        path = shown.split('href="/at/')[2].split('"')[0]
        there = ana.get(f"/at/{path}")
        assert there.status_code == 200, path
        assert found["title"] in there.text
        assert ana.api("GET", f"/at/{path}").json["system"] == system


def test_another_spelling_leads_to_the_address(as_, cast, scene, kind) -> None:
    led = as_(cast.eve).get("/at/Ledger/Month%20end?x=1")
    assert (led.status_code, led.headers["Location"]) == (301, "/at/ledger/month-end?x=1")
    assert led.headers["Cache-Control"] == "private, no-store"


def test_asking_from_there_takes_the_place_over(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    ask(ana, "First", community="audit", context=PLACE)
    ask(ana, "Nearest by activity")
    for door in ("ask", "share"):
        form = ana.get(f"/{door}?system=Ledger&task=month%20end").text
        assert 'value="Ledger"' in form
        assert 'value="month end"' in form
        assert '<input type="hidden" name="shown" value="audit">' in form


def test_the_thread_links_there_for_whoever_may_know_it(as_, cast, kind) -> None:
    """An entry older than its community's opening is not everybody's: named in the thread, but no dead link."""
    ana, eve = as_(cast.ana), as_(cast.eve)
    ask(ana, "Before", community="audit", context=PLACE)
    with unit_of_work():
        session().get_one(Community, cast.closed.id).visibility = "open"
    found = ask(ana, "After", community="audit", context=PLACE)
    link = '<a href="/at/ledger">Ledger</a> › <a href="/at/ledger/month-end">month end</a>'
    assert link in " ".join(ana.get(found["url"]).text.split())
    shown = eve.get(found["url"])
    assert shown.status_code == 200
    assert "/at/" not in shown.text


def test_few_queries_however_much_there_is(as_, cast, count_queries, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    for n in range(6):
        solved(ana, ben, body=f"Question {n}", context=PLACE)
        reply(ben, ask(ana, f"Open {n}", context=PLACE))
    # Four for the frame, seven of the page's own, the rest to say how one follows it.
    for path, most in (("/at/ledger", 16), ("/at/ledger/month-end", 16), ("/at", 6)):
        ana.get(path)
        with count_queries() as asked:
            ana.get(path)
        assert len(asked) <= most, (path, asked)
