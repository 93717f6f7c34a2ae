"""Pages over the API, exactly as the interfaces say."""

from __future__ import annotations

import pytest

from community.core.session import end_session, session
from models import Page

pytestmark = pytest.mark.postgresql

TEXT = "# One\n\nfirst\n\n# Two\n\nsecond"


def make(client, **fields):
    content = {"title": "Backup plan", "body": TEXT, **fields}
    answer = client.api("POST", "/communities/ops/pages", content)
    assert answer.status_code == 201, answer.text
    return answer


def put(client, id_, **fields):
    content = {"title": "Backup plan", "body": TEXT, "base_revision": 1, **fields}
    return client.api("PUT", f"/pages/{id_}", content)


def test_a_page_and_its_shape(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    answer = make(
        ana,
        kind="checklist",
        success="green",
        topics=["tapes", "backup"],
        context={"system": "Backup tool", "task": "restore", "role": "operator"},
    )
    page = answer.json
    assert answer.headers["Location"].endswith(f"/api/v1/pages/{page['id']}")
    assert page == {
        "id": page["id"],
        "url": f"/w/{page['id']}-backup-plan",
        "title": "Backup plan",
        "kind": "checklist",
        "body": TEXT,
        "body_html": page["body_html"],
        "success": "green",
        "community": {"slug": "ops", "name": "Ops", "visibility": "open"},
        "topics": ["backup", "tapes"],
        "context": {"system": "Backup tool", "task": "restore", "role": "operator"},
        "revision": 1,
        "provenance": [],
        "verification": None,
        "outcomes": {"worked": 0, "failed": 0, "unsafe": 0, "mine": None},
        "variants": [],
        "seq": 1,
        "created_at": page["created_at"],
        "changed_at": page["changed_at"],
    }
    assert "<h3" in page["body_html"]
    assert page["created_at"].endswith("Z")
    assert ana.api("GET", f"/pages/{page['id']}").json == page
    listed = ana.api("GET", "/communities/ops/pages").json
    assert listed == {
        "items": [{k: v for k, v in page.items() if k not in ("body", "body_html")}],
        "next": None,
    }


def test_outcomes_are_counted(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    id_ = make(ana).json["id"]
    for client in (ana, ben):
        assert client.api("PUT", f"/pages/{id_}/outcome", {"outcome": "worked"}).status_code == 200
    as_(cast.eve).api("PUT", f"/pages/{id_}/outcome", {"outcome": "failed"})
    assert ben.api("GET", f"/pages/{id_}").json["outcomes"] == {
        "worked": 2,
        "failed": 1,
        "unsafe": 0,
        "mine": "worked",
    }
    assert "It worked for 2" in ben.get("/c/ops/pages").text


def test_what_is_not_given_stays(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    page = make(ana, success="green", topics=["tapes"], kind="clip", context={"system": "Backup tool"}).json
    changed = put(ana, page["id"], body=TEXT + "\n\nmore", summary="more", minor=True).json
    assert changed["revision"] == 2
    for name in ("success", "topics", "kind", "context", "title"):
        assert changed[name] == page[name]
    emptied = put(ana, page["id"], base_revision=2, body=TEXT, success="", topics=[], context={}).json
    assert (emptied["success"], emptied["topics"], emptied["context"]["system"]) == ("", [], None)
    assert put(ana, page["id"], base_revision=3, success="", topics=["tapes"]).json["revision"] == 3


def test_different_lines_are_merged_and_the_same_lines_conflict(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    id_ = make(ana).json["id"]
    assert put(ana, id_, body=TEXT.replace("first", "FIRST")).json["revision"] == 2
    merged = put(ben, id_, body=TEXT.replace("second", "SECOND")).json
    assert merged["body"] == TEXT.replace("first", "FIRST").replace("second", "SECOND")
    mine = TEXT.replace("first", "other")
    answer = put(ben, id_, body=mine)
    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    problem = answer.json
    assert {name: problem[name] for name in ("type", "mine", "theirs", "base", "revision")} == {
        "type": "/problems/conflict",
        "mine": mine,
        "theirs": merged["body"],
        "base": TEXT,
        "revision": 3,
    }
    assert "<<<<<<< yours\nother\n=======\nFIRST\n>>>>>>> theirs" in problem["merged"]
    assert put(ben, id_, body=problem["merged"], base_revision=problem["revision"]).status_code == 200
    title = put(ana, id_, base_revision=4, body=problem["merged"], title="A")
    assert title.status_code == 200
    clash = put(ben, id_, base_revision=4, body=problem["merged"], title="B")
    assert clash.json["fields"] == {"title": {"mine": "B", "theirs": "A", "base": "Backup plan"}}


def test_versions_and_differences(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    id_ = make(ana).json["id"]
    put(ben, id_, body=TEXT.replace("first", "1st"), summary="shorter", minor=True)
    versions = ana.api("GET", f"/pages/{id_}/revisions").json
    assert [one["n"] for one in versions["items"]] == [2, 1]
    newest = versions["items"][0]
    assert set(newest) == {"n", "title", "summary", "minor", "by", "at"}
    assert (newest["summary"], newest["minor"]) == ("shorter", True)
    assert newest["by"] == {"id": cast.ben.id, "handle": "ben", "name": "Ben", "url": "/people/ben"}
    first = ana.api("GET", f"/pages/{id_}/revisions?limit=1").json
    assert [
        one["n"] for one in ana.api("GET", f"/pages/{id_}/revisions?after={first['next']}").json["items"]
    ] == [1]
    assert ana.api("GET", f"/pages/{id_}/revisions/1").json["body"] == TEXT
    assert ana.api("GET", f"/pages/{id_}/revisions/3").status_code == 404
    assert ana.api("GET", f"/pages/{id_}/revisions/99999999999999999999").status_code == 404
    rows = ana.api("GET", f"/pages/{id_}/diff/1/2").json["rows"]
    changed = next(row for row in rows if row["flag"] == "changed")
    assert changed["old"] == [{"text": "first", "flag": "removed"}]
    assert changed["new"] == [{"text": "1st", "flag": "added"}]


def test_deleting_and_bringing_back(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    id_ = make(ana).json["id"]
    assert as_(cast.ben).api("DELETE", f"/pages/{id_}").status_code == 403
    assert ana.api("DELETE", f"/pages/{id_}").status_code == 204
    assert ana.api("GET", f"/pages/{id_}").status_code == 410
    assert ana.api("DELETE", f"/pages/{id_}").status_code == 410
    assert ana.api("GET", "/communities/ops/pages").json["items"] == []
    assert ana.api("PUT", f"/pages/{id_}/restoration").json["id"] == id_
    end_session()
    assert session().get(Page, id_).deleted_at is None


def test_who_may_and_who_sees(as_, cast, kind) -> None:
    eve, ana = as_(cast.eve), as_(cast.ana)
    content = {"title": "T", "body": "B"}
    assert eve.api("POST", "/communities/ops/pages", content).status_code == 403
    assert eve.api("POST", "/communities/ops/pages", {"wrong": 1}).status_code == 403
    missing = eve.api("POST", "/communities/no-such/pages", content)
    unseen = eve.api("POST", f"/communities/{cast.den.slug}/pages", content)
    assert (missing.status_code, missing.json) == (404, unseen.json)
    hidden = ana.api("POST", f"/communities/{cast.den.slug}/pages", content).json["id"]
    for method, path in (
        ("GET", ""),
        ("PUT", ""),
        ("DELETE", ""),
        ("PUT", "/restoration"),
        ("GET", "/revisions"),
        ("GET", "/revisions/1"),
        ("GET", "/diff/1/1"),
    ):
        seen = eve.api(method, f"/pages/{hidden}{path}")
        absent = eve.api(method, f"/pages/aaaaaaaaaaaa{path}")
        assert (seen.status_code, seen.text) == (404, absent.text), path


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"body": "B"}, "title"),
        ({"title": "T"}, "body"),
        ({"title": "T", "body": 5}, "body"),
        ({"title": "T", "body": "   "}, "body"),
        ({"title": "T", "body": "B", "kind": "poem"}, "kind"),
        ({"title": "T", "body": "B", "colour": "red"}, "colour"),
        ({"title": "T", "body": "B", "context": {"urgency": "stopped"}}, "context.urgency"),
        ({"title": "T", "body": "B", "success": "x" * 1001}, "success"),
    ],
)
def test_bad_input(as_, cast, content, field, kind) -> None:
    answer = as_(cast.ana).api("POST", "/communities/ops/pages", content)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json["errors"]] == [field]


def test_broken_unicode_and_null_bytes_are_stored_clean(as_, cast, kind) -> None:
    page = make(as_(cast.ana), title="a\u0000b\u202ec", body="x\u0000y \ud800 e\u0301\r\nz").json
    assert page["title"] == "abc"
    assert page["body"] == "xy  \u00e9\nz"
