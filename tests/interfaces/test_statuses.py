"""The API's contract: sign-in, statuses, the shape of errors.

Every answer is held against its description besides (tests/described.py).
"""

from __future__ import annotations

import pytest

from community.access import standing
from community.core.clock import now
from community.core.session import end_session, session
from community.people.actions.tokens import make_token
from community.people.drafts import TokenDraft
from models import Person
from tests.client import Client
from tests.interfaces.acts import ask, solved

pytestmark = pytest.mark.postgresql


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


def _send_form(client, path: str, fields: dict[str, str]):
    headers = {"X-CSRF-Token": client.token}
    kind = "multipart/form-data"
    return client.http.post(f"/api/v1{path}", data=fields, headers=headers, content_type=kind)


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
            if "multipart/form-data" in call["requestBody"]["content"]:
                answer = _send_form(dev, where, {"no_such_field": "1"})
            else:
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
