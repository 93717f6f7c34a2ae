"""Founding, finding and describing communities, over pages and the API."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from community.core.session import session
from models import Community, EventRow

pytestmark = pytest.mark.postgresql
PRIVATE = re.compile(r"^restore-club-[a-z0-9]{4}$")


def founded(name: str) -> Community:
    return session().scalars(select(Community).where(Community.name == name)).one()


def test_anyone_founds_one_and_is_its_steward(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    assert eve.get("/communities/new").status_code == 200
    made = eve.post("/communities/new", {"name": "Restore Club", "purpose": "Bring data back"})
    path = made.headers["Location"]
    assert made.status_code == 303
    assert PRIVATE.match(path.removeprefix("/c/")), "private by default, with four characters of ours"
    shown = eve.get(path)
    assert "Bring data back" in shown.text
    assert "You are a steward" in shown.text
    kinds = session().scalars(select(EventRow.type)).all()
    assert "CommunityFounded" in kinds


def test_the_api_founds_at_an_address(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    asked = {"slug": "restore", "name": "Restore", "purpose": "p", "visibility": "open"}
    made = eve.api("POST", "/communities", asked)
    assert made.status_code == 201
    assert made.headers["Location"].endswith("/api/v1/communities/restore")
    expected = {"slug": "restore", "name": "Restore", "purpose": "p", "visibility": "open",
                "url": "/c/restore", "my_role": "steward", "archived": False}  # fmt: skip
    assert made.json == expected
    assert eve.api("GET", "/communities/restore").json == expected
    assert as_(cast.ana).api("GET", "/communities/restore").json == {**expected, "my_role": None}
    assert eve.api("POST", "/communities", asked).status_code == 409
    private = eve.api("POST", "/communities", {"slug": "restore-club", "name": "R"}).json
    assert PRIVATE.match(private["slug"])
    assert private["visibility"] == "private"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"slug": "a"}, "name"),
        ({"name": "A"}, "slug"),
        ({"slug": "A b", "name": "A"}, "slug"),
        ({"slug": "a", "name": "  \u200b " * 0 + "   "}, "name"),
        ({"slug": "a", "name": "x" * 201}, "name"),
        ({"slug": "a", "name": "A", "visibility": "secret"}, "visibility"),
        ({"slug": "a", "name": "A", "purpose": "x" * 2001}, "purpose"),
        ({"slug": "a", "name": "A", "role": "steward"}, "role"),
        ({"slug": "a", "name": 7}, "name"),
    ],
)
def test_bad_input_is_said_beside_the_field(as_, cast, kind, sent, field) -> None:
    answer = as_(cast.eve).api("POST", "/communities", sent)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert [one["field"] for one in answer.json["errors"]] == [field]


def test_a_form_with_an_error_keeps_the_text(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    eve.get("/communities/new")
    purpose = '<script>alert("1")</script> grüße'
    answer = eve.post("/communities/new", {"name": "", "purpose": purpose, "visibility": "closed"})
    assert answer.status_code == 422
    assert "This is missing" in answer.text
    assert "<script>alert" not in answer.text
    assert "grüße</textarea>" in answer.text
    assert 'value="closed" checked' in answer.text


def test_sending_twice_founds_one_and_other_scripts_have_an_address(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    form = {"name": "Кухня <b>& Co</b>", "visibility": "open"}
    first = eve.post("/communities/new", form).headers["Location"]
    assert eve.post("/communities/new", form).headers["Location"] == first
    shown = eve.get(first)
    assert "Кухня &lt;b&gt;&amp; Co&lt;/b&gt;" in shown.text
    other = eve.post("/communities/new", {"name": "Ops", "visibility": "open"})
    assert other.headers["Location"] == "/c/ops-2"


def test_the_list_shows_mine_first_and_nothing_unseen(as_, cast, kind) -> None:
    eve, ana = as_(cast.eve), as_(cast.ana)
    eve.api("POST", "/communities", {"slug": "zoo", "name": "Zoo", "visibility": "open"})
    listed = [one["slug"] for one in eve.api("GET", "/communities").json["items"]]
    assert listed == ["zoo", "audit", "ops"]
    listed = [one["slug"] for one in ana.api("GET", "/communities").json["items"]]
    assert listed == ["audit", "den-x7k2", "ops", "zoo"]
    assert "Den-x7k2" not in eve.get("/communities").text
    assert "Den-x7k2" in ana.get("/communities").text


def test_the_list_is_paged_by_cursor(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    seen, after = [], ""
    while after is not None:
        answer = ana.api("GET", f"/communities?limit=1&after={after}").json
        seen += [one["slug"] for one in answer["items"]]
        after = answer["next"]
    assert seen == ["audit", "den-x7k2", "ops"]
    assert ana.get("/communities?limit=2").text.count('rel="next"') == 1
    for bad in ("limit=0", "limit=101", "limit=x", "limit=²", "after=xyz", "after=WzEsMiwzXQ",
                "after=WzEsICJcdWQ4MDAiLCAiYSJd", "after=WzEsICJcdTAwMDAiLCAiYSJd",
                "after=Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OSwgImEiLCAiYiJd"):  # fmt: skip
        answer = ana.api("GET", f"/communities?{bad}")
        assert answer.status_code == 422, bad


def test_a_steward_describes_and_archives(as_, cast, kind) -> None:
    dev, ana = as_(cast.dev), as_(cast.ana)
    assert dev.get("/c/ops/settings").status_code == 200
    assert dev.post("/c/ops/settings", {"name": "Operations", "purpose": ""}).status_code == 303
    assert "Operations" in ana.get("/c/ops").text
    assert dev.post("/c/ops/settings", {"name": "", "purpose": "kept"}).status_code == 422
    changed = dev.api("PATCH", "/communities/ops", {"purpose": "p", "archived": True})
    assert (changed.json["purpose"], changed.json["archived"]) == ("p", True)
    assert ana.api("GET", "/communities/ops").json["archived"] is True
    assert dev.api("PATCH", "/communities/ops", {"purpose": "q"}).status_code == 403
    assert dev.get("/c/ops/settings").status_code == 200
    assert dev.post("/c/ops/archive", {"act": "revive"}).status_code == 303
    assert ana.api("GET", "/communities/ops").json["archived"] is False


def test_only_stewards_change_it_and_shape_is_judged_last(as_, cast, kind) -> None:
    for person in (cast.ana, cast.carla, cast.eve, cast.admin):
        who = as_(person)
        assert who.get("/c/ops/settings").status_code == 403
        assert who.post("/c/ops/settings", {"name": ""}).status_code == 403
        for sent in ({"name": ""}, {"visibility": "x"}, {"archived": "?"}, {}):
            assert who.api("PATCH", "/communities/ops", sent).status_code == 403, sent
    dev = as_(cast.dev)
    assert dev.api("PATCH", "/communities/ops", {"name": ""}).status_code == 422
    assert dev.api("PATCH", "/communities/ops", {"slug": "other"}).status_code == 422
