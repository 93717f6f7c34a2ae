"""The API's contract, call by call: names, bodies, statuses and addresses that other programs rely on.

One test for each line of it, as far as the features' own tests do not say it already. Every answer is held against
its description besides (tests/described.py).
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community.access import standing
from community.core import outbox
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import end_session, session
from community.people.actions.tokens import make_token
from community.people.drafts import TokenDraft
from models import Person
from tests.cast import make_person
from tests.client import Client

pytestmark = pytest.mark.postgresql
PERSON = {"id", "handle", "name", "url"}
ID = re.compile(r"^[a-z2-7]{12}$")


def ask(client: Client, body: str = "Export fails with E07", community: str = "ops", **fields):
    answer = client.api("POST", "/threads", {"body": body, "community": community, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def reply(client: Client, thread, body: str = "Try B", kind: str = "answer", **fields):
    answer = client.api("POST", f"/threads/{thread['id']}/posts", {"kind": kind, "body": body, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def solved(asker: Client, helper: Client, **fields):
    thread = ask(asker, **fields)
    post = reply(helper, thread)
    assert asker.api("PUT", f"/posts/{post['id']}/outcome", {"outcome": "worked"}).status_code == 200
    return thread, post


@pytest.fixture
def bearer(app, cast):
    """A program with a token: `bearer(person, scope)`."""

    def made(person: Person, scope: str = "write"):
        at_the_browser = standing.of_person(person.id, fresh_at=now())
        token = make_token(at_the_browser, session().get(Person, person.id), TokenDraft(scope=scope))
        end_session()
        headers = {"Authorization": f"Bearer {token}"}
        client = Client(app)
        return lambda method, path, json=None: client.http.open(
            "/api/v1" + path, method=method, json=json, headers=headers
        )

    return made


# Sign-in, statuses, errors


def test_without_a_sign_in_401_and_with_a_bad_token_too(client, cast, kind) -> None:
    thread = "/threads/aaaaaaaaaaaa"
    for method, path in (
        ("GET", "/me"),
        ("GET", thread),
        ("POST", "/threads"),
        ("DELETE", thread),
        ("GET", "/x"),
    ):
        answer = client.api(method, path)
        assert (answer.status_code, answer.json["type"]) == (401, "/problems/sign-in"), path
        assert answer.content_type == "application/problem+json"
    wrong = client.http.get("/api/v1/me", headers={"Authorization": "Bearer no-such-token"})
    assert wrong.status_code == 401


def test_a_cookie_needs_its_token_for_what_changes_something(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    without = ana.http.post("/api/v1/threads", json={"body": "x", "community": "ops"})
    assert without.status_code == 403
    assert ana.http.get("/api/v1/me").status_code == 200


def test_a_bearer_needs_none_and_goes_as_far_as_its_scope(bearer, cast, kind) -> None:
    write, read = bearer(cast.ana), bearer(cast.ana, "read")
    assert write("POST", "/threads", {"body": "x", "community": "ops"}).status_code == 201
    assert read("GET", "/communities/ops/threads").status_code == 200
    assert read("POST", "/threads", {"body": "y", "community": "ops"}).status_code == 403


def test_acts_that_need_a_browser_answer_a_token_so(bearer, as_, cast, kind) -> None:
    answer = bearer(cast.dev)("PATCH", "/communities/ops", {"visibility": "closed"})
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/fresh-sign-in")
    assert as_(cast.dev).api("PATCH", "/communities/ops", {"visibility": "closed"}).status_code == 200


def test_an_error_has_its_shape(as_, cast, kind) -> None:
    answer = as_(cast.ana).api("POST", "/threads", {"body": "x", "context": {"urgency": "now"}})
    assert answer.json == {
        "type": "/problems/invalid",
        "title": answer.json["title"],
        "status": 422,
        "detail": answer.json["detail"],
        "errors": [{"field": "context.urgency", "message": answer.json["errors"][0]["message"]}],
    }


def test_unknown_fields_are_refused_by_every_call_with_a_body(as_, client, cast, kind) -> None:
    dev = as_(cast.dev)
    thread, post = solved(dev, dev)
    page = dev.api("POST", "/communities/ops/pages", {"title": "T", "body": "B"}).json
    ids = {"threads": thread["id"], "posts": post["id"], "pages": page["id"]}
    places = {"{slug}": "ops", "{handle}": "ana", "{post}": post["id"]}
    document = client.get("/api/v1/openapi.json").json
    seen = 0
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            if "requestBody" not in call:
                continue
            where = path.removeprefix("/api/v1").replace("{id}", ids.get(path.split("/")[3], ""))
            for name, value in places.items():
                where = where.replace(name, value)
            if where == "/threads/" + thread["id"] + "/outcome":
                continue  # of a tip
            answer = dev.api(method.upper(), where, {"no_such_field": 1})
            assert answer.status_code == 422, (method, where, answer.text)
            assert "no_such_field" in [one["field"] for one in answer.json["errors"]], (method, where)
            seen += 1
    assert seen >= 12


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b'{"a":' * 5000, "application/json"),
        (b'{"body": "x"}', "text/plain"),
        (b"body=x&community=ops", "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_json_object_is_unreadable(as_, cast, data, content_type, kind) -> None:
    ana = as_(cast.ana)
    for path in ("/threads", "/communities/ops/pages", "/communities"):
        answer = ana.api("POST", path, data=data, content_type=content_type)
        assert (answer.status_code, answer.json["type"]) == (400, "/problems/unreadable"), answer.text


def test_an_address_that_no_database_holds_is_missing(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    thread = ask(ana)
    for method, path in (
        ("GET", "/threads/%00"),
        ("PUT", f"/threads/{thread['id']}/solutions/%00"),
        ("PUT", "/notifications/a%00b/read"),
        ("GET", "/communities/%00"),
        ("PUT", "/communities/ops/members/%00"),
    ):
        assert ana.api(method, path).status_code in (403, 404), path
    assert ana.api("GET", "/communities/ops/threads", query_string={"topic": "\x00"}).status_code == 200
    assert ana.api("POST", "/threads", {"body": "x", "community": "\ud800"}).status_code == 404


def test_another_method_is_405(as_, cast, kind) -> None:
    answer = as_(cast.ana).api("DELETE", "/me")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")


# Me, communities, members


def test_me(as_, cast, kind) -> None:
    mine = as_(cast.ana).api("GET", "/me").json
    assert set(mine) == PERSON | {"email", "memberships", "admin"}
    assert ID.match(mine["id"])
    assert (mine["handle"], mine["email"], mine["admin"]) == ("ana", "ana@acme.test", False)
    assert {"community": "ops", "role": "member"} in mine["memberships"]
    assert as_(cast.admin).api("GET", "/me").json["admin"] is True


def test_founding(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    answer = eve.api("POST", "/communities", {"slug": "lab", "name": "Lab"})
    made = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/communities/{made['slug']}"
    assert re.fullmatch(r"lab-[a-z0-9]{4}", made["slug"])
    assert made == {
        "slug": made["slug"],
        "name": "Lab",
        "purpose": "",
        "visibility": "private",
        "url": f"/c/{made['slug']}",
        "my_role": "steward",
        "archived": False,
    }
    again = eve.api("POST", "/communities", {"slug": "hall", "name": "Hall", "visibility": "open"})
    assert again.json["slug"] == "hall"


def test_communities(as_, cast, kind) -> None:
    eve, dev = as_(cast.eve), as_(cast.dev)
    assert {one["slug"] for one in eve.api("GET", "/communities").json["items"]} == {"ops", "audit"}
    assert eve.api("GET", "/communities/audit").json["my_role"] is None
    assert eve.api("GET", f"/communities/{cast.den.slug}").status_code == 404
    changed = dev.api("PATCH", "/communities/ops", {"purpose": "Keep it running"})
    assert (changed.status_code, changed.json["purpose"], changed.json["my_role"]) == (
        200,
        "Keep it running",
        "steward",
    )
    assert eve.api("PATCH", "/communities/ops", {"purpose": "x"}).status_code == 403


def test_members(as_, cast, kind) -> None:
    dev, eve = as_(cast.dev), as_(cast.eve)
    added = dev.api("PUT", "/communities/audit/members/eve", {"role": "curator"})
    assert added.status_code == 200
    assert (added.json["community"], added.json["person"]["handle"], added.json["role"]) == (
        "audit",
        "eve",
        "curator",
    )
    assert dev.api("PUT", "/communities/audit/members/eve", {"role": "king"}).status_code == 422
    assert dev.api("DELETE", "/communities/audit/members/eve").status_code == 204
    assert eve.api("PUT", "/communities/ops/members/me", {}).json["role"] == "member"
    assert eve.api("PUT", "/communities/ops/members/me").status_code == 200
    assert eve.api("DELETE", "/communities/ops/members/me").status_code == 204
    assert eve.api("PUT", "/communities/audit/members/me").status_code == 403


# Threads


def test_placement(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    solved(ana, ben, topics=["export"])
    outbox.drain()
    found = ana.api("GET", "/placement?body=The+export+hangs&title=Export").json
    assert set(found) == {"community", "audience", "people"}
    assert (found["community"]["slug"], set(found["audience"])) == ("ops", {"label"})
    assert found["people"][0]["person"]["handle"] == "ben"
    assert "export" in found["people"][0]["evidence"]


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


def test_solutions(as_, cast, kind) -> None:
    ana, ben, carla = as_(cast.ana), as_(cast.ben), as_(cast.carla)
    thread, other = ask(ana), ask(ana, "Another")
    post, elsewhere = reply(ben, thread), reply(ben, other)
    path = f"/threads/{thread['id']}/solutions"
    accepted = ana.api("PUT", f"{path}/{post['id']}", {})
    assert accepted.status_code == 200
    solution = accepted.json["solution"]
    assert set(solution) == {"post", "kind", "cause", "good_enough", "by", "at"}
    assert (solution["post"], solution["kind"], solution["by"]["handle"]) == (post["id"], "workaround", "ana")
    assert ana.api("PUT", f"{path}/{post['id']}").json["solutions"] == [solution]
    settled = carla.api("PUT", f"{path}/{post['id']}", {"good_enough": True, "cause": "A flap"}).json[
        "solution"
    ]
    assert (settled["good_enough"], settled["kind"], settled["cause"]) == (True, "fix", "A flap")
    assert ana.api("PUT", f"{path}/{elsewhere['id']}", {}).status_code == 404
    assert ana.api("DELETE", f"{path}/{elsewhere['id']}").status_code == 404
    assert ana.api("DELETE", f"{path}/{post['id']}").status_code == 204


def test_in_a_tip_the_solution_is_its_own_id(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    tip = ask(ana, "Press F5 first", kind="tip")
    assert (tip["state"], tip["solution"]["post"]) == ("solved", tip["id"])
    said = ben.api("PUT", f"/threads/{tip['id']}/outcome", {"outcome": "worked"})
    assert said.json == {"worked": 1, "failed": 0, "unsafe": 0, "mine": "worked"}
    assert ben.api("DELETE", f"/threads/{tip['id']}/outcome").status_code == 204
    assert ana.api("PUT", f"/threads/{tip['id']}/solutions/{tip['id']}", {"cause": "c"}).status_code == 200
    roadblock = ask(ana)
    assert ben.api("PUT", f"/threads/{roadblock['id']}/outcome", {"outcome": "worked"}).status_code == 422


def test_outcomes(as_, cast, kind) -> None:
    ana, ben, eve = as_(cast.ana), as_(cast.ben), as_(cast.eve)
    thread, post = solved(ana, ben)
    shown = ana.api("GET", f"/threads/{thread['id']}").json
    assert (shown["state"], shown["solution"]["post"]) == ("solved", post["id"])
    assert shown["outcomes"] == {"worked": 1, "failed": 0, "unsafe": 0, "mine": None}
    path = f"/posts/{post['id']}/outcome"
    for saved in ("minutes", "half_hour", "hours", "day"):
        assert eve.api("PUT", path, {"outcome": "worked", "saved": saved, "note": "n"}).status_code == 200
    assert eve.api("PUT", path, {"outcome": "worked", "saved": "weeks"}).status_code == 422
    assert eve.api("PUT", path, {"outcome": "unsafe"}).status_code == 422
    warned = eve.api("PUT", path, {"outcome": "unsafe", "note": "It wipes the disk"}).json
    assert warned == {"worked": 1, "failed": 0, "unsafe": 1, "mine": "unsafe"}
    assert ana.api("GET", f"/threads/{thread['id']}").json["state"] == "open"
    assert eve.api("DELETE", path).status_code == 204


def test_same_problem(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    thread = ask(ana)
    path = f"/threads/{thread['id']}/same-problem"
    assert eve.api("PUT", path).json == {"count": 1, "mine": True}
    assert eve.api("PUT", path).json == {"count": 1, "mine": True}
    assert ana.api("GET", f"/threads/{thread['id']}").json["same_problem"] == {"count": 1, "mine": False}
    assert eve.api("DELETE", path).status_code == 204


def test_same_as(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    other, _ = solved(ben, ana, body="The known one")
    thread = ask(ana)
    path = f"/threads/{thread['id']}/same-as"
    proposed = ben.api("PUT", path, {"thread": other["id"], "note": "Looks alike"})
    assert (proposed.status_code, proposed.json["same_as"]) == (200, None)
    confirmed = ana.api("PUT", path, {"thread": other["id"]}).json
    assert (confirmed["same_as"], confirmed["state"]) == (other["id"], "same_as")
    assert ana.api("DELETE", path).status_code == 204
    assert ana.api("GET", f"/threads/{thread['id']}").json["same_as"] is None
    assert ana.api("PUT", path, {"thread": "aaaaaaaaaaaa"}).status_code == 422
    assert ana.api("PUT", path, {"thread": thread["id"]}).status_code == 422


def test_waiting(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    thread = ask(ana)
    path = f"/threads/{thread['id']}/waiting"
    assert eve.api("PUT", path, {"on": "IT"}).status_code == 403
    waits = ana.api("PUT", path, {"on": "IT", "reference": "T-1"}).json
    assert (waits["state"], waits["waiting"]["on"], waits["waiting"]["reference"]) == ("waiting", "IT", "T-1")
    assert ana.api("DELETE", f"{path}?repaired=1").status_code == 204
    assert ana.api("GET", f"/threads/{thread['id']}").json["waiting"] is None
    assert ana.api("DELETE", path).status_code == 404


# Write it up, pages


def test_promotion(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread, post = solved(ana, ben)
    path = f"/threads/{thread['id']}/promotion"
    answer = ana.api("POST", path, {"title": "Exports", "kind": "checklist"})
    page = answer.json
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/pages/{page['id']}")
    assert (page["title"], page["kind"]) == ("Exports", "checklist")
    source = page["provenance"][0]
    assert (source["thread"], source["post"]) == (thread["id"], post["id"])
    assert {one["handle"] for one in source["people"]} == {"ana", "ben"}
    shown = ana.api("GET", f"/threads/{thread['id']}").json
    assert (shown["state"], shown["pages"]) == (
        "written_up",
        [{"id": page["id"], "title": "Exports", "url": page["url"]}],
    )
    other, _ = solved(ana, ben, body="Another one")
    more = ana.api("POST", f"/threads/{other['id']}/promotion", {"page": page["id"]}).json
    assert (more["id"], len(more["provenance"])) == (page["id"], 2)
    assert ana.api("POST", f"/threads/{ask(ana, 'New')['id']}/promotion", {}).status_code in (409, 422)


def test_a_pages_calls(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    sent = {
        "title": "T",
        "body": "B",
        "kind": "clip",
        "success": "green",
        "topics": ["a"],
        "context": {"task": "x"},
    }
    page = ana.api("POST", "/communities/ops/pages", sent).json
    path = f"/pages/{page['id']}"
    again = {name: page[name] for name in ("title", "kind", "success", "topics", "context")}
    changed = ana.api("PUT", path, {**again, "body": "C", "base_revision": 1, "summary": "s", "minor": True})
    assert (changed.status_code, changed.json["revision"]) == (200, 2)
    assert ana.api("PUT", path, {"title": "T", "body": "C"}).status_code == 422
    assert ana.api("PUT", path, {"title": "T", "body": "C", "base_revision": 99}).status_code in (409, 422)
    versions = ana.api("GET", f"{path}/revisions").json["items"]
    assert [set(one) for one in versions] == [{"n", "title", "summary", "minor", "by", "at"}] * 2
    assert "body" in ana.api("GET", f"{path}/revisions/2").json
    assert ana.api("GET", f"{path}/revisions/0").status_code == 404
    assert ana.api("GET", f"{path}/diff/1/2").json["added"] == 1


# Finding


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
