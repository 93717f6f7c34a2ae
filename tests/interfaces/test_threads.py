"""The API's contract, call by call: placement, threads, posts.

Every answer is held against its description besides (tests/described.py).
"""

from __future__ import annotations

import pytest

from community.core import outbox
from tests.cast import make_person
from tests.client import Client
from tests.interfaces.acts import ask, reply, solved

pytestmark = pytest.mark.postgresql


def test_placement(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    solved(ana, ben, topics=["export"])
    outbox.drain()
    found = ana.api("GET", "/placement?body=The+export+hangs&title=Export").json
    assert set(found) == {"community", "audience", "people"}
    assert (found["community"]["slug"], set(found["audience"])) == ("ops", {"label"})
    assert found["people"][0]["person"]["handle"] == "ben"
    assert "export" in found["people"][0]["evidence"]


def test_placement_goes_by_the_title_too(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    solved(ana, ben, community="audit", topics=["vouchers"])
    outbox.drain()
    assert ana.api("GET", "/placement?body=It+hangs&title=Vouchers").json["community"]["slug"] == "audit"
    assert ana.api("GET", "/placement?body=Vouchers").json["community"]["slug"] == "audit"


def test_without_a_community_it_goes_where_placement_says(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    where = ana.api("GET", "/placement?body=x").json["community"]["slug"]
    assert ana.api("POST", "/threads", {"body": "x"}).json["community"]["slug"] == where


def test_without_any_place_422(app, kind) -> None:
    lonely = Client(app).signed_in_as(make_person("Lea"))
    answer = lonely.api("POST", "/threads", {"body": "x"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "community")


def test_without_a_title_the_first_sentence(as_, cast, kind) -> None:
    made = ask(as_(cast.ana), "It hangs. Then it dies.")
    assert (made["title"], made["kind"], made["state"]) == ("It hangs.", "roadblock", "open")


def test_threads_of_a_community_filtered_and_sorted(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    first = ask(ana, "First", topics=["tapes"], context={"system": "Ledger", "task": "close"})
    second = ask(ana, "Second")
    tip = ask(ana, "Third", kind="tip")
    reply(ben, first)

    def ids(query: str) -> list[str]:
        return [one["id"] for one in ana.api("GET", f"/communities/ops/threads?{query}").json["items"]]

    assert ids("") == ids("sort=activity") == [first["id"], tip["id"], second["id"]]
    assert ids("sort=newest") == [tip["id"], second["id"], first["id"]]
    assert ids("sort=unanswered") == [second["id"]]
    assert ids("state=answered") == ids("topic=tapes") == ids("system=ledger") == [first["id"]]
    assert ids("system=Ledger&task=close") == [first["id"]]
    assert ids("kind=tip") == [tip["id"]]
    assert ids("topic=nothing") == []
    for wrong in (
        "state=x",
        "kind=x",
        "sort=x",
        "limit=101",
        "limit=x",
        "after=x",
        "sort=newest&after=WzEsICJhIl0",
    ):
        assert ana.api("GET", f"/communities/ops/threads?{wrong}").status_code == 422, wrong


def test_newest_first_goes_on_where_it_ended(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    made = [ask(ana, f"Number {n}")["id"] for n in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        some = ana.api("GET", f"/communities/ops/threads?sort=newest&limit=2&after={cursor}").json
        seen += [one["id"] for one in some["items"]]
        cursor = some["next"]
    assert seen == made[::-1]


def test_changing_closing_deleting_and_restoring_a_thread(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    path = f"/threads/{ask(ana)['id']}"
    sent = {"title": "T", "body": "B", "topics": ["b", "a"], "context": {"system": "S", "urgency": "slowed"}}
    changed = ana.api("PATCH", path, sent).json
    assert (changed["title"], changed["body"], changed["topics"]) == ("T", "B", ["a", "b"])
    assert changed["context"] == {"system": "S", "task": None, "role": None, "urgency": "slowed"}
    assert ana.api("PATCH", path, {"context": changed["context"]}).json["context"] == changed["context"]
    assert ana.api("PATCH", path, {"state": "closed"}).json["state"] == "closed"
    assert ana.api("PATCH", path, {"state": "open"}).json["state"] == "open"
    assert eve.api("PATCH", path, {"title": "x"}).status_code == 403
    assert eve.api("DELETE", path).status_code == 403
    assert ana.api("DELETE", path).status_code == 204
    for person in (ana, eve):
        gone = person.api("GET", path)
        assert (gone.status_code, gone.json["type"]) == (410, "/problems/gone")
    assert ana.api("PUT", f"{path}/restoration").json["title"] == "T"
    assert eve.api("GET", path).status_code == 200


def test_posts_by_number_from_two(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = ask(ana)
    made = [reply(ben, thread, f"Way {n}") for n in range(3)]
    under = reply(ana, thread, "Which?", "comment", parent=made[0]["id"])
    assert (under["parent"], under["kind"], under["number"]) == (made[0]["id"], "comment", 5)
    path = f"/threads/{thread['id']}/posts"
    assert [one["number"] for one in ana.api("GET", path).json["items"]] == [2, 3, 4, 5]
    some = ana.api("GET", f"{path}?after=2&limit=2").json
    assert [one["number"] for one in some["items"]] == [3, 4]
    assert [one["number"] for one in ana.api("GET", f"{path}?after={some['next']}").json["items"]] == [5]
    assert ana.api("POST", path, {"kind": "answer", "body": "x", "parent": "aaaaaaaaaaaa"}).status_code == 422
    assert ana.api("GET", f"/threads/{thread['id']}").json["posts"] == 4


def test_posts_come_forty_at_a_time(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = ask(ana)
    for n in range(42):
        reply(ben, thread, f"Way {n}")
    path = f"/threads/{thread['id']}/posts"
    first = ana.api("GET", path).json
    assert [one["number"] for one in first["items"]] == list(range(2, 42))
    rest = ana.api("GET", f"{path}?after={first['next']}").json
    assert ([one["number"] for one in rest["items"]], rest["next"]) == ([42, 43], None)
    assert len(ana.api("GET", f"{path}?limit=100").json["items"]) == 42
    for wrong in ("limit=0", "limit=101", "limit=x", "after=x", "after=-1", "after=%C2%B2"):
        assert ana.api("GET", f"{path}?{wrong}").status_code == 422, wrong


def test_one_post(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    post = reply(ben, ask(ana))
    path = f"/posts/{post['id']}"
    assert ana.api("GET", path).json == post
    assert ana.api("PATCH", path, {"body": "x"}).status_code == 403
    changed = ben.api("PATCH", path, {"body": "Try **C**"}).json
    assert "<strong>C</strong>" in changed["body_html"]
    assert changed["changed_seq"] > post["changed_seq"]
    assert changed["seq"] == post["seq"]
    assert ben.api("DELETE", path).status_code == 204
    assert ana.api("GET", path).status_code == 410
