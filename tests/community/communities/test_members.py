"""Joining, leaving and roles."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.core.session import session
from models import Epoch, EventRow

pytestmark = pytest.mark.postgresql


def test_an_open_community_is_joined_and_left(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    assert 'action="/c/ops/join"' in eve.get("/c/ops").text
    assert eve.post("/c/ops/join").status_code == 303
    assert eve.post("/c/ops/join").status_code == 303
    shown = eve.get("/c/ops").text
    assert "You are a member" in shown
    assert 'action="/c/ops/leave"' in shown
    assert "Eve" in as_(cast.ana).get("/c/ops/members").text
    assert eve.post("/c/ops/leave").status_code == 303
    assert eve.post("/c/ops/leave").status_code == 403
    changed = [row.data["person_id"] for row in session().scalars(select(EventRow)) if "Member" in row.type]
    assert changed == [cast.eve.id] * 2
    assert session().get(Epoch, f"p:{cast.eve.id}").number == 2


def test_me_joins_and_leaves_by_the_api(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    joined = eve.api("PUT", "/communities/ops/members/me", {})
    assert joined.status_code == 200
    assert joined.json["community"] == "ops"
    assert joined.json["role"] == "member"
    assert joined.json["person"]["handle"] == "eve"
    assert eve.api("PUT", "/communities/ops/members/me", {"role": "steward"}).status_code == 422
    assert eve.api("PUT", "/communities/ops/members/eve", {"role": "steward"}).status_code == 403
    assert eve.api("GET", "/communities/ops").json["my_role"] == "member"
    assert eve.api("DELETE", "/communities/ops/members/me").status_code == 204
    assert eve.api("PUT", "/communities/audit/members/me", {}).status_code == 403
    assert eve.api("PUT", "/communities/den-x7k2/members/me", {}).status_code == 404


def test_a_steward_adds_promotes_and_removes(as_, cast, kind) -> None:
    dev, eve = as_(cast.dev), as_(cast.eve)
    assert dev.post("/c/den-x7k2/members", {"handle": "@Eve", "role": "guest"}).status_code == 303
    assert eve.get("/c/den-x7k2").status_code == 200
    assert dev.api("PUT", "/communities/den-x7k2/members/eve", {"role": "curator"}).json["role"] == "curator"
    assert dev.post("/c/den-x7k2/members/eve", {"role": "member"}).status_code == 303
    assert eve.api("GET", "/communities/den-x7k2").json["my_role"] == "member"
    assert dev.post("/c/den-x7k2/members/eve/removal").status_code == 303
    missing = eve.api("GET", "/communities/no-such-x7k2")
    unseen = eve.api("GET", "/communities/den-x7k2")
    assert (unseen.status_code, unseen.data) == (404, missing.data)
    assert dev.api("DELETE", "/communities/den-x7k2/members/eve").status_code == 404


def test_an_unknown_name_is_said_beside_the_field(as_, cast, kind) -> None:
    dev = as_(cast.dev)
    answer = dev.post("/c/ops/members", {"handle": "no<b>body", "role": "curator"})
    assert answer.status_code == 422
    assert "Nobody here goes by this name" in answer.text
    assert 'value="no&lt;b&gt;body"' in answer.text
    assert dev.post("/c/ops/members", {"handle": "eve", "role": "king"}).status_code == 422
    assert dev.api("PUT", "/communities/ops/members/nobody", {}).status_code == 404


def test_the_last_steward_stays(as_, cast, kind) -> None:
    dev = as_(cast.dev)
    assert dev.api("DELETE", "/communities/ops/members/me").status_code == 409
    assert dev.api("DELETE", "/communities/ops/members/dev").status_code == 409
    assert dev.api("PUT", "/communities/ops/members/dev", {"role": "member"}).status_code == 409
    page = dev.post("/c/ops/leave")
    assert page.status_code == 409
    assert "last steward" in page.text
    assert dev.api("PUT", "/communities/ops/members/ana", {"role": "steward"}).status_code == 200
    assert dev.api("DELETE", "/communities/ops/members/me").status_code == 204
    assert as_(cast.ana).api("DELETE", "/communities/ops/members/me").status_code == 409


def test_the_last_steward_may_leave_once_it_is_archived(as_, cast, kind) -> None:
    dev = as_(cast.dev)
    dev.post("/c/ops/archive")
    assert dev.api("DELETE", "/communities/ops/members/me").status_code == 204


def test_only_stewards_keep_the_list(as_, cast, kind) -> None:
    for person in (cast.ana, cast.carla, cast.eve, cast.admin):
        who = as_(person)
        assert who.api("PUT", "/communities/ops/members/ben", {"role": "guest"}).status_code == 403
        assert who.api("DELETE", "/communities/ops/members/ben").status_code == 403
        assert who.post("/c/ops/members", {"handle": "", "role": "?"}).status_code == 403
        assert "Add somebody" not in who.get("/c/ops/members").text


def test_members_are_paged(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    first = ana.get("/c/ops/members?limit=3").text
    assert first.index("Dev") < first.index("Carla")
    assert "Ben" not in first
    after = first.split("members?after=")[1].split('"')[0]
    assert "Ben" in ana.get(f"/c/ops/members?after={after}").text
