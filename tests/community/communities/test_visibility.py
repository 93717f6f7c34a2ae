"""Who finds and reads a community, and what changing that does to what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, select

from app import create_app
from community.access import standing
from community.access.audience import give_home, tokens_of
from community.access.visibility import VISIBLE, blocked, public_epoch, seeing
from community.communities.queries import audience_label
from community.core.action import unit_of_work
from community.core.clock import micros, now
from community.core.session import end_session, session
from community.core.viewer import SIGNED_OUT_READER
from models import Audience, Block, Community, Evidence, Person, Thread, Topic
from tests.cast import add_member, make_person
from tests.client import Client

pytestmark = pytest.mark.postgresql
CHANGING = re.compile(r"[0-9a-f-]{36}|nonce-\S+")


def make_thread(author: Person, community: Community, title: str = "Stuck") -> Thread:
    """A thread with its home's audience."""
    at = now()
    thread = Thread(
        kind="roadblock", title=title, body="b", body_html="<p>b</p>", author_id=author.id,
        community_id=community.id, activity=micros(at), created_at=at, changed_at=at,
    )  # fmt: skip
    with unit_of_work():
        session().add(thread)
        session().flush()
        give_home(thread.id, community)
    return thread


def sees(person: Person, thread: Thread) -> bool:
    who = standing.of_person(person.id)
    return (
        session().scalar(select(Thread.id).where(Thread.id == thread.id, VISIBLE[Thread]), seeing(who))
        is not None
    )


def answer(got: Any) -> tuple[Any, ...]:
    """All that tells two answers apart, but the address that was asked for."""
    headers = sorted((k, v) for k, v in got.headers if k not in ("Date", "Set-Cookie", "X-Request-Id"))
    return got.status_code, headers, got.data


@pytest.fixture
def public(settings: Any, database: Any) -> Callable[[], Client]:
    """Somebody signed out, where signed-out people may read."""
    return lambda: Client(create_app(settings.model_copy(update={"public_read": True})))


PAGES = ("", "/members", "/settings")


def test_private_equals_missing_byte_for_byte(as_, cast, kind) -> None:
    for person in (cast.eve, cast.admin):
        who = as_(person)
        for rest in PAGES:
            there, not_there = who.get(f"/c/den-x7k2{rest}"), who.get(f"/c/den-q3q3{rest}")
            assert there.status_code == 404
            assert answer(there) == answer(not_there), rest
        for method, rest in (("GET", ""), ("PATCH", ""), ("PUT", "/members/me"), ("PUT", "/members/ana"),
                             ("DELETE", "/members/me"), ("DELETE", "/members/ana")):  # fmt: skip
            there = who.api(method, f"/communities/den-x7k2{rest}", {"name": 7, "visibility": "x"})
            not_there = who.api(method, f"/communities/den-q3q3{rest}", {"name": 7, "visibility": "x"})
            assert there.status_code == 404
            assert answer(there) == answer(not_there), (method, rest)
        for rest in ("/join", "/leave", "/members", "/members/ana", "/settings", "/visibility", "/archive"):
            there, not_there = who.post(f"/c/den-x7k2{rest}"), who.post(f"/c/den-q3q3{rest}")
            assert there.status_code == 404
            assert answer(there) == answer(not_there), rest
    assert as_(cast.eve).get("/c/%00").status_code == 404


def test_signed_out_where_reading_is_public(public, cast, kind) -> None:
    client = public()
    for slug in ("den-x7k2", "audit"):
        assert answer(client.get(f"/c/{slug}")) == answer(client.get("/c/no-such"))
        assert client.get(f"/c/{slug}").status_code == 404
        there = client.http.get(f"/api/v1/communities/{slug}")
        assert answer(there) == answer(client.http.get("/api/v1/communities/no-such"))
    shown = client.get("/c/ops")
    assert shown.status_code == 200
    assert "Dev" not in shown.text, "no member's name signed out"
    assert "csrf_token" not in shown.text
    assert "/c/ops/members" not in shown.text
    assert client.get("/c/ops/members").status_code == 303
    listed = client.http.get("/api/v1/communities").json["items"]
    assert [one["slug"] for one in listed] == ["ops"]
    assert client.get("/communities/new").status_code in (303, 401)


def test_signed_out_where_reading_is_not_public(client, cast, kind) -> None:
    for slug in ("ops", "den-x7k2", "no-such"):
        assert client.get(f"/c/{slug}").headers["Location"] == f"/sign-in?next=/c/{slug}"
        assert client.http.get(f"/api/v1/communities/{slug}").status_code == 401


def test_a_closed_one_shows_outsiders_its_purpose_and_stewards_alone(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    shown = eve.get("/c/audit")
    assert shown.status_code == 200
    assert "Dev" in shown.text
    for inside in ("Ana", "/c/audit/threads", "/c/audit/members", 'action="/c/audit/join"'):
        assert inside not in shown.text
    assert eve.get("/c/audit/members").status_code == 403
    assert eve.post("/c/audit/join").status_code == 403
    assert eve.api("GET", "/communities/audit").json["my_role"] is None
    assert "/c/audit/members" in as_(cast.ana).get("/c/audit").text


def test_somebody_removed_is_an_outsider_from_that_commit_on(as_, cast, kind) -> None:
    ana, dev = as_(cast.ana), as_(cast.dev)
    thread = make_thread(cast.ben, cast.den)
    assert sees(cast.ana, thread)
    assert ana.get("/c/den-x7k2/members").status_code == 200
    assert dev.api("DELETE", "/communities/den-x7k2/members/ana").status_code == 204
    assert not sees(cast.ana, thread)
    assert answer(ana.get("/c/den-x7k2/members")) == answer(ana.get("/c/den-q3q3/members"))


@pytest.mark.parametrize("narrow", ["closed", "private"])
def test_narrowing_closes_what_stands_there_at_once(as_, cast, kind, narrow) -> None:
    thread, elsewhere = make_thread(cast.ana, cast.ops), make_thread(cast.ana, cast.closed)
    with unit_of_work():
        session().add(
            Topic(id="topictopicto", slug="x", name="X", community_id=cast.ops.id, created_at=now())
        )
        session().flush()
        give_home("topictopicto", cast.ops)
        session().add(Audience(object=thread.id, token=f"c:{cast.den.id}", source="grant"))
        session().add(Audience(object=thread.id, token=f"p:{cast.admin.id}", source="guest"))
        session().add(Block(object="topictopicto", at=now()))
        session().add(Evidence(person_id=cast.ben.id, topic_id="topictopicto", object=thread.id, root=thread.id,
                               kind="worked", community_id=cast.ops.id, is_open=True, at=now()))  # fmt: skip
    assert sees(cast.eve, thread)
    before = public_epoch()
    changed = as_(cast.dev).api("PATCH", "/communities/ops", {"visibility": narrow})
    assert changed.status_code == 200
    assert not sees(cast.eve, thread)
    assert sees(cast.ana, thread)
    assert sees(cast.admin, thread), "somebody let into this one thread stays"
    assert tokens_of(thread.id) == {f"c:{cast.ops.id}", f"p:{cast.admin.id}"}
    assert tokens_of("topictopicto") == {f"c:{cast.ops.id}"}
    assert tokens_of(elsewhere.id) == {f"c:{cast.closed.id}"}
    session().rollback()
    assert blocked() == {thread.id, "topictopicto"}
    assert public_epoch() == before + 1
    assert session().scalars(select(Evidence.is_open)).one() is False


def test_becoming_private_frees_the_plain_address(as_, cast, kind) -> None:
    dev, eve = as_(cast.dev), as_(cast.eve)
    slug = dev.api("PATCH", "/communities/audit", {"visibility": "private"}).json["slug"]
    assert re.fullmatch(r"audit-[a-z0-9]{4}", slug)
    assert answer(eve.get(f"/c/{slug}")) == answer(eve.get("/c/no-such"))
    assert eve.get("/c/audit").status_code == 404
    assert (
        eve.api("POST", "/communities", {"slug": "audit", "name": "Audit", "visibility": "open"}).status_code
        == 201
    )
    assert blocked() == frozenset(), "nothing was closed to anybody who read it"


def test_widening_opens_nothing_older(as_, cast, kind) -> None:
    older = make_thread(cast.ana, cast.closed)
    dev = as_(cast.dev)
    dev.get("/c/audit/settings")
    assert dev.post("/c/audit/visibility", {"visibility": "open"}).status_code == 303
    assert tokens_of(older.id) == {f"c:{cast.closed.id}"}
    newer = make_thread(cast.ana, cast.closed)
    assert tokens_of(newer.id) == {f"c:{cast.closed.id}", "open", "public"}
    assert not sees(cast.eve, older)
    assert sees(cast.eve, newer)


def test_a_thread_opened_by_an_old_reading_gets_the_present_audience(as_, cast, kind) -> None:
    stale = session().get(Community, cast.ops.id)
    session().expunge(stale)
    as_(cast.dev).api("PATCH", "/communities/ops", {"visibility": "closed"})
    assert stale.visibility == "open"
    assert tokens_of(make_thread(cast.ana, stale).id) == {f"c:{cast.ops.id}"}


def test_it_needs_a_fresh_sign_in(as_, cast, kind) -> None:
    dev = as_(cast.dev)
    assert 'action="/c/ops/visibility"' in dev.get("/c/ops/settings").text
    assert dev.post("/c/ops/visibility", {"visibility": "nowhere"}).status_code == 422
    assert dev.post("/c/ops/visibility").status_code == 422
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert "give your password again" in dev.get("/c/ops/settings").text
        sent = dev.post("/c/ops/visibility", {"visibility": "private"})
        assert sent.headers["Location"].startswith("/sign-in/again?next=")
        assert dev.api("GET", "/communities/ops").json["visibility"] == "open"
        refused = dev.api("PATCH", "/communities/ops", {"visibility": "private", "name": "x"})
        assert (refused.status_code, refused.json["type"]) == (403, "/problems/fresh-sign-in")
        assert dev.api("PATCH", "/communities/ops", {"name": "Still works"}).status_code == 200


def test_the_audience_line(as_, cast, kind) -> None:
    ana = cast.viewer(cast.ana)
    assert str(audience_label(ana, cast.ops, "Acme")) == "everyone at Acme, 6 people"
    assert str(audience_label(ana, cast.den, "Acme")) == "4 people of Den-x7k2"
    gone = make_person("Gone", deactivated_at=now())
    with unit_of_work():
        add_member(cast.den, gone)
    assert str(audience_label(ana, cast.den, "Acme")) == "4 people of Den-x7k2"
    assert str(audience_label(SIGNED_OUT_READER, cast.ops, "100 %")) == "everyone at 100 %"


def test_queries_are_few(as_, cast, kind) -> None:
    ana, said = as_(cast.ana), []
    engine = session().get_bind().engine
    listen = lambda *args: said.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    try:
        for path in ("/c/ops", "/c/ops/members", "/communities", "/api/v1/communities"):
            end_session()
            said.clear()
            assert ana.get(path).status_code == 200
            statements = [one for one in said if one.lstrip().upper().startswith(("SELECT", "WITH"))]
            assert len(statements) <= 12, statements
    finally:
        event.remove(engine, "before_cursor_execute", listen)
