"""A community that becomes private gets another address: the former one leads its people on, and nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app import create_app
from community.core.session import end_session
from tests.client import Client
from tests.community.communities.test_visibility import answer
from tests.oracles import TOKENS

pytestmark = pytest.mark.postgresql

ADDRESS = re.compile(r"\bop[sz]\b")
PAGES = ("", "/threads", "/pages", "/members", "/systems", "/settings")
POSTED = ("/join", "/leave", "/members", "/members/ana", "/settings", "/visibility", "/archive")
CALLS = (
    ("GET", ""),
    ("PATCH", ""),
    ("GET", "/threads"),
    ("GET", "/pages"),
    ("POST", "/pages"),
    ("PUT", "/members/me"),
    ("DELETE", "/members/me"),
    ("PUT", "/members/ana"),
    ("DELETE", "/members/ana"),
)


@pytest.fixture
def present(as_, cast) -> str:
    """`ops` becomes private; its address now."""
    slug = as_(cast.dev).api("PATCH", "/communities/ops", {"visibility": "private"}).json["slug"]
    assert re.fullmatch(r"ops-[a-z0-9]{4}", slug)
    return slug


def test_it_leads_its_people_on_from_every_page(as_, cast, present, kind) -> None:
    dev = as_(cast.dev)
    for rest in PAGES:
        led = dev.get(f"/c/ops{rest}?after=x&q=%C3%A9")
        assert (led.status_code, led.headers["Location"]) == (301, f"/c/{present}{rest}?after=x&q=%C3%A9")
        assert led.headers["Cache-Control"] == "private, no-store"
    shown = dev.get("/c/ops", follow_redirects=True)
    assert (shown.status_code, shown.request.path) == (200, f"/c/{present}")
    sent = dev.post("/c/ops/settings", {"name": "Operations"})
    assert (sent.status_code, sent.headers["Location"]) == (308, f"/c/{present}/settings")
    assert dev.post(sent.headers["Location"], {"name": "Operations"}).status_code == 303


def test_it_leads_programs_on_with_method_and_body(as_, cast, present, kind) -> None:
    dev = as_(cast.dev)
    for method, rest in CALLS:
        led = dev.api(method, f"/communities/ops{rest}?limit=3", {"name": 7})
        assert (led.status_code, led.headers["Location"]) == (
            308,
            f"/api/v1/communities/{present}{rest}?limit=3",
        )
    led = dev.api("PATCH", "/communities/ops", {"name": "Operations"})
    changed = dev.api("PATCH", led.headers["Location"].removeprefix("/api/v1"), {"name": "Operations"})
    assert (changed.json["name"], changed.json["slug"]) == ("Operations", present)


def strangers(as_, cast, app: Any, settings: Any) -> list[Client]:
    public = Client(create_app(settings.model_copy(update={"public_read": True})))
    as_(cast.dev).api("DELETE", "/communities/den-x7k2/members/ana")
    return [as_(cast.eve), as_(cast.admin), public]


def test_to_everybody_else_it_is_missing_byte_for_byte(as_, cast, app, settings, present, kind) -> None:
    assert as_(cast.dev).api("DELETE", f"/communities/{present}/members/ben").status_code == 204
    for who in [*strangers(as_, cast, app, settings), as_(cast.ben)]:
        for rest in PAGES:
            there, never = who.get(f"/c/ops{rest}"), who.get(f"/c/opz{rest}")
            assert there.status_code in (303, 404)
            assert same(there, never), rest
        for rest in POSTED:
            assert same(who.post(f"/c/ops{rest}"), who.post(f"/c/opz{rest}")), rest
        for method, rest in CALLS:
            there = who.api(method, f"/communities/ops{rest}", {"name": 7})
            assert there.status_code in (401, 404)
            assert same(there, who.api(method, f"/communities/opz{rest}", {"name": 7})), (method, rest)


def same(one: Any, other: Any) -> bool:
    """All that tells two answers apart, but the address asked for and the forms' tokens."""
    return masked(one) == masked(other)


def masked(got: Any) -> tuple[Any, ...]:
    status, headers, data = answer(got)
    return status, ADDRESS.sub("…", str(headers)), ADDRESS.sub("…", TOKENS.sub(r"\1…", data.decode()))


def test_it_costs_a_stranger_the_same(as_, cast, present, count_queries, kind) -> None:
    eve, asked = as_(cast.eve), []
    for slug in ("ops", "opz"):
        end_session()
        with count_queries() as statements:
            eve.get(f"/c/{slug}")
        asked.append([re.sub(r"\s+", " ", one) for one in statements])
    assert asked[0] == asked[1]


def test_named_in_a_body_it_is_missing_to_its_people_too(as_, cast, present, kind) -> None:
    dev = as_(cast.dev)
    assert dev.api("POST", "/threads", {"body": "x", "community": "ops"}).status_code == 404
    assert dev.post("/ask", {"body": "x", "community": "ops"}).status_code == 404
    assert dev.get("/search?q=x&community=ops").status_code == 200


def test_it_is_free_and_founding_there_tells_nothing(as_, cast, present, kind) -> None:
    eve, dev = as_(cast.eve), as_(cast.dev)
    sent = {"slug": "ops", "name": "Ops", "visibility": "open"}
    made, other = (
        eve.api("POST", "/communities", sent),
        eve.api("POST", "/communities", {**sent, "slug": "opz"}),
    )
    assert made.status_code == other.status_code == 201
    assert str(made.json).replace("ops", "opz").replace("Ops", "") == str(other.json).replace("Ops", "")
    assert eve.get("/c/ops").status_code == dev.get("/c/ops").status_code == 200, (
        "it is the new one to everybody"
    )
    assert dev.get(f"/c/{present}").status_code == 200
    taken = eve.api("POST", "/communities", sent)
    assert taken.status_code == 409, "said of what everybody finds"


def test_of_two_that_had_it_the_last_one_seen_is_led_to(as_, cast, present, kind) -> None:
    eve, dev = as_(cast.eve), as_(cast.dev)
    eve.api("POST", "/communities", {"slug": "ops", "name": "Ops", "visibility": "open"})
    later = eve.api("PATCH", "/communities/ops", {"visibility": "private"}).json["slug"]
    assert eve.get("/c/ops").headers["Location"] == f"/c/{later}"
    assert dev.get("/c/ops").headers["Location"] == f"/c/{present}"
    assert eve.api("PUT", f"/communities/{later}/members/dev", {"role": "member"}).status_code == 200
    assert dev.get("/c/ops").headers["Location"] == f"/c/{later}"


def test_every_former_address_of_one_leads_on(as_, cast, present, kind) -> None:
    dev = as_(cast.dev)
    for visibility in ("open", "private"):
        dev.api("PATCH", f"/communities/{present}", {"visibility": visibility})
    now = dev.get("/c/ops").headers["Location"]
    assert now not in (f"/c/{present}", "/c/ops")
    assert dev.get(f"/c/{present}").headers["Location"] == now
    assert as_(cast.eve).get(f"/c/{present}").status_code == 404
