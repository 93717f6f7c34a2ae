"""Names to pick from while typing: of people, threads, pages, communities and points of work one may see."""

from __future__ import annotations

import re

import pytest

from app import create_app
from community.core.outbox import drain
from community.core.session import end_session
from tests.client import Client

pytestmark = pytest.mark.postgresql
KINDS = ("people", "threads", "pages", "all")
ASKED = [
    f"/complete?for={kind}&q={words}" for kind in KINDS for words in ("", "zebra", "den", "canar", "a", "%25")
]
OPTION = re.compile(r'data-path="([^"]*)" data-insert="([^"]*)"')


def offered(client: Client, kind: str, words: str) -> list[tuple[str, str]]:
    answer = client.get("/complete", query_string={"for": kind, "q": words})
    assert answer.status_code == 200, answer.text
    return OPTION.findall(answer.text)


def test_what_one_may_see_is_offered(scene, cast, as_, kind) -> None:
    context = {"system": "Canarium", "task": "Feeding"}
    thread = scene.ask(cast.ana, cast.ops, "The [zebra] stops", context=context)
    wiki_page = scene.page(cast.ana, cast.den, "Zebra page", "Text")
    drain()
    end_session()
    ana = as_(cast.ana)
    assert offered(ana, "people", "be") == [("/people/ben", "@ben")]
    assert offered(ana, "threads", "ZEBRA") == [
        (f"/t/{thread}-the-zebra-stops", rf"[The \[zebra\] stops](/t/{thread}-the-zebra-stops)")
    ]
    assert offered(ana, "pages", "zeb") == [
        (f"/w/{wiki_page}-zebra-page", f"[Zebra page](/w/{wiki_page}-zebra-page)")
    ]
    everything = dict(offered(ana, "all", "zebra"))
    assert {f"/w/{wiki_page}-zebra-page", f"/t/{thread}-the-zebra-stops"} == everything.keys()
    assert "/c/den-x7k2" in dict(offered(ana, "all", "den"))
    assert {"/at/canarium"} == dict(offered(ana, "all", "canari")).keys()
    assert {"/at/canarium/feeding"} == dict(offered(ana, "all", "feedi")).keys()


def test_the_private_changes_no_byte_for_others(scene, cast, as_, kind) -> None:
    scene.ask(cast.ana, cast.ops, "An open zebra")
    drain()
    outsiders = [as_(cast.eve), as_(cast.admin)]
    before = [[one.get(path).data for path in ASKED] for one in outsiders]
    for home in (cast.den, cast.closed):
        context = {"system": "Canarium", "task": "Canary task"}
        scene.solved(cast.ana, home, "The zebra canary stops", "Stripe it", context=context)
        scene.page(cast.ben, home, "A canary page", "About the zebra")
    drain()
    end_session()
    assert [[one.get(path).data for path in ASKED] for one in outsiders] == before
    assert len(offered(as_(cast.ana), "threads", "canary")) == 2
    assert len(offered(as_(cast.ana), "pages", "canary")) == 2
    assert not [path for path, _ in offered(as_(cast.eve), "all", "den") if path.startswith("/c/")]


def test_who_asked_without_a_name_is_named_nowhere(scene, cast, as_, kind) -> None:
    scene.ask(cast.ana, cast.ops, "A shy zebra", anonymous=True)
    drain()
    end_session()
    said = as_(cast.ben).get("/complete?for=threads&q=shy").text
    assert "A shy zebra" in said
    assert "ana" not in said.lower()


def test_signed_out_nothing_is_offered_even_where_reading_is_public(
    scene, cast, settings, client, kind
) -> None:
    scene.ask(cast.ana, cast.ops, "Zebra")
    end_session()
    public = Client(create_app(settings.model_copy(update={"public_read": True})))
    for one in (client, public):
        for path in ASKED:
            answer = one.get(path)
            assert answer.status_code in (303, 403), path
            assert "Zebra" not in answer.text
            assert "@ana" not in answer.text


def test_the_list_stays_short_and_its_kinds_are_known(scene, cast, as_, kind) -> None:
    for number in range(12):
        scene.ask(cast.ana, cast.ops, f"Zebra number {number}")
    drain()
    end_session()
    ben = as_(cast.ben)
    assert len(offered(ben, "threads", "zebra")) == 8
    assert len(offered(ben, "threads", "")) == 8
    assert offered(ben, "threads", "ebra%") == []
    assert ben.get("/complete?for=secrets&q=a").status_code == 422
    assert ben.get("/complete?for=threads&q=" + "z" * 5_000).status_code == 200


def test_a_page_of_it_costs_few_statements(scene, cast, as_, count_queries, kind) -> None:
    scene.ask(cast.ana, cast.ops, "Zebra")
    drain()
    end_session()
    ben = as_(cast.ben)
    ben.get("/complete?for=all&q=zebra")
    with count_queries() as made:
        ben.get("/complete?for=all&q=zebra")
    assert len(made) <= 12, made
