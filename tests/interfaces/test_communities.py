"""The API's contract, call by call: oneself, communities, members.

Every answer is held against its description besides (tests/described.py).
"""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.postgresql
PERSON = {"id", "handle", "name", "url"}
ID = re.compile(r"^[a-z2-7]{12}$")


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
