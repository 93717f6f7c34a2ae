"""Moving a thread: who reads it then, what goes along, and what never happens."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from community.access.audience import tokens_of
from community.access.visibility import blocked, public_epoch
from community.core import outbox
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import end_session, session
from models import Audience, Evidence, Page, Person, Topic
from tests.community.threads.moving_scene import home_of, move, written_up
from tests.interfaces.acts import ask, solved

pytestmark = pytest.mark.postgresql


# Never to more readers


@pytest.mark.parametrize(("here", "there"), [("audit", "ops"), ("den-x7k2", "ops"), ("den-x7k2", "audit")])
def test_never_to_more_readers(as_, cast, kind, here, there) -> None:
    carla = as_(cast.carla)
    with unit_of_work():
        for one in (cast.ops, cast.closed, cast.den):
            session().merge(one)
    thread = ask(as_(cast.ana), community=here)
    refused = move(carla, thread, there)
    assert refused.status_code == 409
    assert "More people would read it there" in refused.json["detail"]
    assert home_of(thread) == here
    assert move(as_(cast.ana), thread, there).status_code == 409, "nor by its asker"
    assert as_(cast.eve).api("GET", f"/threads/{thread['id']}").status_code == 404


def test_what_is_older_than_a_widening_is_not_widened_by_moving(as_, cast, tools, kind) -> None:
    thread = ask(as_(cast.ana), community="audit")
    dev = as_(cast.dev)
    dev.api("PATCH", "/communities/audit", {"visibility": "open"})
    assert move(as_(cast.carla), thread, "tools").status_code == 409


def test_an_opened_one_is_not_shown_to_the_world_by_moving(as_, cast, tools, kind) -> None:
    thread = ask(as_(cast.ana), community="audit")
    with unit_of_work():
        session().add(Audience(object=thread["id"], token="open", source="grant"))
    assert move(as_(cast.carla), thread, "tools").status_code == 200
    end_session()
    assert tokens_of(thread["id"]) == {f"c:{tools.id}", "open"}


# To fewer


def test_to_fewer_it_is_silent_from_that_commit_on(as_, cast, kind) -> None:
    ana, ben, eve = as_(cast.ana), as_(cast.ben), as_(cast.eve)
    thread, _post = solved(ana, ben, topics=["export"])
    solved(ana, ben, body="Another one", topics=["export"])
    outbox.drain()
    end_session()
    before = public_epoch()
    assert move(as_(cast.carla), thread, "den-x7k2").status_code == 200
    end_session()
    assert tokens_of(thread["id"]) == {f"c:{cast.den.id}"}
    assert blocked() == {thread["id"]}
    assert public_epoch() == before + 1
    known = session().execute(
        select(Evidence.is_open, Evidence.community_id).where(Evidence.root == thread["id"])
    )
    assert set(known) == {(False, cast.den.id)}
    never = "/threads/aaaaaaaaaaaa"
    there = eve.api("GET", f"/threads/{thread['id']}")
    assert (there.status_code, there.data) == (404, eve.api("GET", never).data)
    assert eve.api("GET", "/search?q=fails").json["total"] == 0
    assert thread["id"] not in eve.get("/c/ops/threads").text
    assert ben.api("GET", f"/threads/{thread['id']}").json["community"]["slug"] == "den-x7k2"
    outbox.drain()
    end_session()
    assert blocked() == frozenset()
    assert ben.api("GET", "/search?q=fails").json["total"] == 1
    assert eve.api("GET", "/search?q=fails").json["total"] == 0


def test_guests_and_grants_end_where_not_everybody_reads(as_, cast, tools, kind) -> None:
    ana = as_(cast.ana)
    first, second = ask(ana), ask(ana, "Another one")
    with unit_of_work():
        for thread in (first, second):
            for token, source in ((f"p:{cast.eve.id}", "guest"), (f"c:{cast.closed.id}", "grant")):
                session().add(Audience(object=thread["id"], token=token, source=source))
    carla = as_(cast.carla)
    assert move(carla, first, "den-x7k2").status_code == move(carla, second, "tools").status_code == 200
    end_session()
    assert tokens_of(first["id"]) == {f"c:{cast.den.id}"}
    assert tokens_of(second["id"]) == {f"c:{tools.id}", "open", "public", f"p:{cast.eve.id}"}


def test_names_go_along_as_far_as_everybody_there_knows_them(as_, cast, kind) -> None:
    ana, carla = as_(cast.ana), as_(cast.carla)
    thread = ask(ana, community="audit", topics=["embezzling"], context={"system": "Vault", "task": "count"})
    with unit_of_work():
        session().add(Audience(object=thread["id"], token=f"c:{cast.den.id}", source="grant"))
    moved = move(carla, thread, "den-x7k2").json
    assert (moved["topics"], moved["context"]["system"], moved["context"]["task"]) == ([], None, None)
    opened = ask(ana, "Another", topics=["export"], context={"system": "Ledger", "task": "close"})
    moved = move(carla, opened, "den-x7k2").json
    assert (moved["topics"], moved["context"]["system"]) == (["export"], "Ledger")
    end_session()
    mine = session().scalars(select(Topic).where(Topic.community_id == cast.den.id)).one()
    assert tokens_of(mine.id) == {f"c:{cast.den.id}"}


def test_whoever_asked_is_not_left_outside(as_, cast, kind) -> None:
    eve, carla = as_(cast.eve), as_(cast.carla)
    thread = ask(eve)
    refused = move(carla, thread, "den-x7k2")
    assert refused.status_code == 409
    assert "have them added" in refused.json["detail"]
    assert 'value="den-x7k2"' not in carla.get(f"/t/{thread['id']}/move").text
    assert as_(cast.dev).api("PUT", "/communities/den-x7k2/members/eve", {"role": "guest"}).status_code == 200
    assert move(carla, thread, "den-x7k2").status_code == 200
    assert eve.api("GET", f"/threads/{thread['id']}").status_code == 200


def test_somebody_who_signs_in_no_more_holds_nothing_back(as_, cast, kind) -> None:
    thread = ask(as_(cast.eve))
    with unit_of_work():
        session().get_one(Person, cast.eve.id).deactivated_at = now()
    assert move(as_(cast.carla), thread, "den-x7k2").status_code == 200


# Without a name


def test_without_a_name_it_stays_so_and_moving_does_not_tell_who_it_is(as_, cast, tools, kind) -> None:
    eve, carla, dev = as_(cast.eve), as_(cast.carla), as_(cast.dev)
    thread = ask(eve, anonymous=True)
    refused = [move(carla, thread, slug) for slug in ("audit", "den-x7k2")]
    assert [one.status_code for one in refused] == [409, 409]
    dev.api("PUT", "/communities/audit/members/eve", {"role": "member"})
    dev.api("PUT", "/communities/den-x7k2/members/eve", {"role": "member"})
    again = [move(carla, thread, slug) for slug in ("audit", "den-x7k2")]
    assert [one.data for one in again] == [one.data for one in refused], (
        "whether they read there is told to nobody"
    )
    moved = move(carla, thread, "tools")
    assert moved.json["author"] == {"id": None, "name": "Somebody"}
    assert not re.search(r"\bEve\b", carla.get(thread["url"]).text)
    assert move(eve, thread, "audit").status_code == 200, "they know it themselves"


# What was made of it


def test_a_page_made_of_it_alone_goes_along_to_fewer(as_, cast, kind) -> None:
    thread, page = written_up(as_, cast)
    carla, eve, ben = as_(cast.carla), as_(cast.eve), as_(cast.ben)
    assert eve.get(page["url"]).status_code == 200
    assert f"“{page['title']}”, which was made of it, goes along" in carla.get(f"/t/{thread['id']}/move").text
    assert move(carla, thread, "den-x7k2").status_code == 200
    end_session()
    assert tokens_of(page["id"]) == {f"c:{cast.den.id}"}
    assert blocked() == {thread["id"], page["id"]}
    assert eve.api("GET", f"/pages/{page['id']}").status_code == 404
    assert eve.api("GET", "/communities/ops/pages").json["items"] == []
    assert [one["id"] for one in ben.api("GET", "/communities/den-x7k2/pages").json["items"]] == [page["id"]]
    outbox.drain()
    end_session()
    assert eve.api("GET", "/search?q=fails").json["total"] == 0
    assert ben.api("GET", "/search?q=fails").json["total"] == 2


def test_among_the_same_readers_the_page_stays_where_it_is(as_, cast, tools, kind) -> None:
    thread, page = written_up(as_, cast)
    assert move(as_(cast.carla), thread, "tools").status_code == 200
    assert as_(cast.eve).api("GET", f"/pages/{page['id']}").json["community"]["slug"] == "ops"
    assert as_(cast.eve).api("GET", f"/pages/{page['id']}").json["provenance"][0]["thread"] == thread["id"]


def test_a_page_made_of_others_too_holds_it_back(as_, cast, kind) -> None:
    thread, page = written_up(as_, cast)
    other, _post = solved(as_(cast.ana), as_(cast.ben), body="Another one")
    as_(cast.ben).api("POST", f"/threads/{other['id']}/promotion", {"page": page["id"]})
    for one in (thread, other):
        refused = move(as_(cast.carla), one, "den-x7k2")
        assert refused.status_code == 409
        assert "page made of it" in refused.json["detail"]
    assert as_(cast.eve).api("GET", f"/pages/{page['id']}").status_code == 200
    assert 'value="den-x7k2"' not in as_(cast.carla).get(f"/t/{thread['id']}/move").text


def test_a_deleted_page_goes_along_and_comes_back_there(as_, cast, kind) -> None:
    thread, page = written_up(as_, cast)
    carla = as_(cast.carla)
    assert carla.api("DELETE", f"/pages/{page['id']}").status_code == 204
    assert move(carla, thread, "den-x7k2").status_code == 200
    assert as_(cast.eve).api("GET", f"/pages/{page['id']}").status_code == 404
    assert as_(cast.ben).api("GET", f"/pages/{page['id']}").status_code == 410
    assert carla.api("PUT", f"/pages/{page['id']}/restoration").json["community"]["slug"] == "den-x7k2"
    end_session()
    assert tokens_of(page["id"]) == {f"c:{cast.den.id}"}
    assert session().get_one(Page, page["id"]).deleted_at is None
