"""The API's contract, call by call: search, suggestions, people, notifications.

Every answer is held against its description besides (tests/described.py).
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.core import outbox
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import session
from tests.cast import make_person
from tests.interfaces.acts import ask, reply, solved

pytestmark = pytest.mark.postgresql


def test_search_and_suggestions(as_, cast, kind) -> None:
    ana, ben, eve = as_(cast.ana), as_(cast.ben), as_(cast.eve)
    thread, _ = solved(ana, ben, body="Ledger export stops with E07", topics=["export"])
    ask(ana, "Ledger secret", community=cast.den.slug)
    outbox.drain()
    found = eve.api("GET", "/search?q=ledger").json
    assert (found["total"], found["next"], [one["id"] for one in found["items"]]) == (1, None, [thread["id"]])
    assert set(found["items"][0]) == {
        "type", "id", "thread", "title", "url", "snippet_html", "state", "community", "score", "why",
    }  # fmt: skip
    for query in ("type=thread", "community=ops", "topic=export", "state=solved", "kind=roadblock"):
        assert eve.api("GET", f"/search?q=ledger&{query}").json["total"] == 1, query
    for query in (
        "type=page",
        "community=audit",
        "topic=tapes",
        "state=open",
        "kind=tip",
        "system=x",
        "task=x",
    ):
        assert eve.api("GET", f"/search?q=ledger&{query}").json["total"] == 0, query
    known = eve.api("GET", "/suggestions?body=my+ledger+export+stops&title=E07&community=ops&limit=3").json
    assert [one["id"] for one in known["items"]] == [thread["id"]]
    assert eve.api("GET", "/suggestions").json == {"items": []}


def test_people_who_know(as_, cast, kind) -> None:
    ana, ben, eve = as_(cast.ana), as_(cast.ben), as_(cast.eve)
    thread, post = solved(ana, ben, topics=["restore"])
    hidden, _ = solved(ana, ben, body="Hidden", topics=["vault"], community=cast.den.slug)
    outbox.drain()
    (found,) = eve.api("GET", "/people?topic=Restore").json["items"]
    assert (found["person"]["handle"], found["evidence"]) == ("ben", "knows about restore")
    (why,) = found["why"]
    assert (why["type"], why["id"], why["state"]) == ("thread", thread["id"], "solved")
    assert why["url"].endswith(f"/{post['number']}")
    assert eve.http.get(why["url"]).status_code in (200, 302, 303, 308)
    assert [one["person"]["handle"] for one in eve.api("GET", "/people?q=resto").json["items"]] == ["ben"]
    for query in ("topic=vault", "q=vault", "topic=nothing", "q=%25"):
        assert eve.api("GET", f"/people?{query}").json == {"items": [], "next": None}, query
    assert eve.api("GET", "/people?topic=%00&q=%00").status_code == 200
    assert hidden["id"] not in str(eve.api("GET", "/people").json)
    assert [one["evidence"] for one in ana.api("GET", "/people?topic=vault").json["items"]] == [
        "knows about vault"
    ]


def test_people_by_name_those_one_works_with_first(as_, cast, kind) -> None:
    make_person("Aaron")
    listed = [one["person"]["handle"] for one in as_(cast.ana).api("GET", "/people").json["items"]]
    assert listed == ["ana", "ben", "carla", "dev", "aaron", "eve", "root"]
    eve = as_(cast.eve)
    seen, cursor = [], ""
    while cursor is not None:
        some = eve.api("GET", "/people?limit=3" + (f"&after={cursor}" if cursor else "")).json
        seen += [one["person"]["handle"] for one in some["items"]]
        cursor = some["next"]
    assert seen == ["aaron", "ana", "ben", "carla", "dev", "eve", "root"]
    assert [one["evidence"] for one in eve.api("GET", "/people?q=aar").json["items"]] == [None]
    assert eve.api("GET", "/people?available=2").status_code == 422
    assert eve.api("GET", "/people?after=x").status_code == 422


def test_people_who_are_here(as_, cast, kind) -> None:
    away = make_person("Zoe", suspended_until=now() + timedelta(days=3))
    with unit_of_work():
        session().add(away)
    ana = as_(cast.ana)
    assert [one["person"]["handle"] for one in ana.api("GET", "/people?q=zoe").json["items"]] == ["zoe"]
    assert ana.api("GET", "/people?q=zoe&available=1").json["items"] == []
    assert len(ana.api("GET", "/people?available=1").json["items"]) == 6


def test_nobody_without_a_name_is_betrayed_by_what_they_know(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = ask(ana, anonymous=True, topics=["shame"])
    mine = reply(ana, thread, "I found it")
    ana.api("PUT", f"/threads/{thread['id']}/solutions/{mine['id']}", {})
    outbox.drain()
    assert ben.api("GET", "/people?topic=shame").json["items"] == []


def test_people_are_few_queries(as_, cast, count_queries, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    for n in range(3):
        solved(ana, ben, body=f"Question {n}", topics=["restore"])
    outbox.drain()
    with count_queries() as asked:
        (found,) = ana.api("GET", "/people?topic=restore").json["items"]
    assert len(found["why"]) == 3
    assert len(asked) <= 8, asked


def test_notifications(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = ask(ana)
    reply(ben, thread)
    outbox.drain()
    found = ana.api("GET", "/notifications").json
    told = found["items"][0]
    assert (told["kind"], told["read"], found["next"]) == ("thread", False, None)
    path = f"/notifications/{told['id']}/read"
    assert ben.api("PUT", path).status_code == 404
    assert ana.api("PUT", path).json == {**told, "read": True}
    assert ana.api("PUT", path).status_code == 200


def test_notifications_go_on_where_they_ended(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = ask(ana)
    for n in range(5):
        reply(ben, thread, f"Way {n}")
    outbox.drain()
    every = [one["id"] for one in ana.api("GET", "/notifications").json["items"]]
    assert len(every) == 5
    seen, cursor = [], ""
    while cursor is not None:
        some = ana.api("GET", "/notifications?limit=2" + (f"&after={cursor}" if cursor else "")).json
        seen += [one["id"] for one in some["items"]]
        cursor = some["next"]
    assert seen == every
    for wrong in ("limit=0", "limit=101", "limit=x", "after=x"):
        assert ana.api("GET", f"/notifications?{wrong}").status_code == 422, wrong
