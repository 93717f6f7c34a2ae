"""Threads in JSON: the shapes that other programs rely on."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.postgresql

THREAD_KEYS = {
    "id", "url", "kind", "title", "body", "body_html", "author", "community", "topics", "context", "state", "reach",
    "solutions", "solution", "outcomes", "same_problem", "waiting", "same_as", "pages", "audience", "posts", "seq",
    "created_at", "changed_at",
}  # fmt: skip
POST_KEYS = {
    "id", "url", "thread", "number", "kind", "parent", "body", "body_html", "author", "solution", "outcomes",
    "created_at", "changed_at", "seq", "changed_seq",
}  # fmt: skip


def _opened(client, **fields):
    answer = client.api("POST", "/threads", {"body": "Export fails with E07", "community": "ops", **fields})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/api/v1/threads/{answer.get_json()['id']}"
    return answer.get_json()


def test_a_thread_lives_its_day(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    context = {"system": "Ledger", "task": "month end", "urgency": "stopped"}
    thread = _opened(ana, topics=["export"], context=context)
    assert set(thread) == THREAD_KEYS
    assert thread["context"] == {**context, "role": None}
    assert (thread["topics"], thread["state"], thread["title"]) == (
        ["export"],
        "open",
        "Export fails with E07",
    )
    assert thread["audience"]["label"].startswith("everyone at Acme")
    answer = ben.api("POST", f"/threads/{thread['id']}/posts", {"kind": "answer", "body": "Try **B**"})
    assert answer.status_code == 201
    post = answer.get_json()
    assert set(post) == POST_KEYS
    assert (post["number"], post["outcomes"]["worked"]) == (2, 0)
    said = ana.api("PUT", f"/posts/{post['id']}/outcome", {"outcome": "worked", "saved": "hours"})
    assert said.get_json() == {"worked": 1, "failed": 0, "unsafe": 0, "mine": "worked"}
    caused = ben.api("PUT", f"/threads/{thread['id']}/solutions/{post['id']}", {"cause": "A stuck flap"})
    assert caused.status_code == 200, caused.text
    found = caused.get_json()
    assert (found["state"], found["solution"]["kind"], found["solution"]["cause"]) == (
        "solved",
        "fix",
        "A stuck flap",
    )
    assert found["solution"]["by"]["handle"] == "ana"
    listed = ana.api("GET", "/communities/ops/threads?state=solved&topic=export").get_json()
    assert [one["id"] for one in listed["items"]] == [thread["id"]]
    assert not {"body", "body_html", "audience"} & set(listed["items"][0])
    assert ana.api("DELETE", f"/threads/{thread['id']}/solutions/{post['id']}").status_code == 204
    assert ana.api("GET", f"/threads/{thread['id']}").get_json()["state"] == "answered"


def test_what_is_wrong_is_said_per_field(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    for sent, field in (
        ({"body": ""}, "body"),
        ({"body": "x" * 70_000}, "body"),
        ({"body": 3}, "body"),
        ({"body": "x", "kind": "rant"}, "kind"),
        ({"body": "x", "context": {"urgency": "now"}}, "context.urgency"),
        ({"body": "x", "author_id": "abc"}, "author_id"),
    ):
        answer = ana.api("POST", "/threads", {"community": "ops", **sent})
        assert answer.status_code == 422, (sent, answer.text)
        assert answer.content_type == "application/problem+json"
        assert field in [one["field"] for one in answer.get_json()["errors"]], answer.text
    broken = ana.api("POST", "/threads", None, data=b"{", content_type="application/json")
    assert broken.status_code == 400


def test_missing_and_unseen_are_the_same_bytes(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    thread = _opened(ana, community=cast.den.slug)
    for method, path, sent in (
        ("GET", "", None), ("PATCH", "", {"title": "x"}), ("DELETE", "", None), ("GET", "/posts", None),
        ("POST", "/posts", {"kind": "answer", "body": "x"}), ("PUT", "/same-problem", None),
        ("PUT", "/waiting", {"on": 3}), ("PUT", "/outcome", {"outcome": "worked"}),
    ):  # fmt: skip
        unseen = eve.api(method, f"/threads/{thread['id']}{path}", sent)
        missing = eve.api(method, f"/threads/aaaaaaaaaaaa{path}", sent)
        assert (unseen.status_code, unseen.data) == (404, missing.data), (method, path)


def test_the_same_key_does_it_once(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    sent = {"body": "Only once", "community": "ops"}
    first = ana.api("POST", "/threads", sent, headers={"Idempotency-Key": "abc"})
    again = ana.api("POST", "/threads", sent, headers={"Idempotency-Key": "abc"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.data == again.data
    assert first.headers["Location"] == again.headers["Location"]
    other = ana.api("POST", "/threads", {**sent, "body": "Other"}, headers={"Idempotency-Key": "abc"})
    assert other.status_code == 409
    assert len(ana.api("GET", "/communities/ops/threads").get_json()["items"]) == 1


def test_lists_go_on_where_they_ended(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    made = [_opened(ana, body=f"Question number {n}")["id"] for n in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = ana.api("GET", f"/communities/ops/threads?limit=2&after={cursor}").get_json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert seen == made[::-1]
    assert ana.api("GET", "/communities/ops/threads?after=nonsense").status_code == 422
    assert ana.api("GET", "/communities/ops/threads?limit=0").status_code == 422
