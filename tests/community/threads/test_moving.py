"""Moving a thread to another community: who may, where to, in one piece, and by hand."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.access.audience import tokens_of
from community.access.visibility import blocked
from community.core import outbox
from community.core.action import unit_of_work
from community.core.session import end_session, session
from models import Stream, Topic
from tests.cast import add_member, make_community
from tests.community.threads.moving_scene import home_of, ids, move, written_up
from tests.interfaces.acts import ask, reply
from tests.oracles import TOKENS

pytestmark = pytest.mark.postgresql


# Who may, and where to


def test_a_curator_of_both_moves_it_and_its_address_stays(as_, cast, tools, kind) -> None:
    ana, ben, carla, dev = as_(cast.ana), as_(cast.ben), as_(cast.carla), as_(cast.dev)
    thread = ask(ana, topics=["export"], context={"system": "Ledger", "task": "close"})
    reply(ben, thread)
    was = {name: session().get_one(Stream, f"list:{cast.ops.id}").seq for name in ("ops",)}
    end_session()
    moved = move(carla, thread, "tools")
    assert moved.status_code == 200, moved.text
    assert (moved.json["community"]["slug"], moved.json["url"]) == ("tools", thread["url"])
    assert (moved.json["topics"], moved.json["context"]["system"], moved.json["context"]["task"]) == (
        ["export"], "Ledger", "close",
    )  # fmt: skip
    assert moved.json["seq"] > thread["seq"]
    assert ids(ben, "ops") == []
    assert ids(ben, "tools") == [thread["id"]]
    shown = ben.get(thread["url"])
    assert shown.status_code == 200
    assert '<a href="/c/tools">' in shown.text
    end_session()
    assert tokens_of(thread["id"]) == {f"c:{tools.id}", "open", "public"}
    assert session().get_one(Stream, f"list:{cast.ops.id}").seq == was["ops"] + 1
    assert session().get_one(Stream, f"list:{tools.id}").seq == 1
    assert blocked() == frozenset(), "nobody lost it"
    assert (
        session().scalars(select(Topic.community_id).where(Topic.name == "export")).all().count(tools.id) == 1
    )
    outbox.drain()
    end_session()
    assert dev.api("GET", "/search?q=export&community=tools").json["total"] == 1
    assert dev.api("GET", "/search?q=export&community=ops").json["total"] == 0
    told = ana.api("GET", "/notifications").json["items"][0]
    assert (told["reason"], told["object"]) == ("moved", thread["id"])
    assert "Moved to another community" in ana.get("/inbox").text


def test_a_curator_here_alone_takes_it_nowhere(as_, cast, tools, kind) -> None:
    ana, dev, eve = as_(cast.ana), as_(cast.dev), as_(cast.eve)
    thread = ask(ana)
    for client in (dev, eve):  # a steward here; a steward there
        refused = move(client, thread, "tools")
        assert (refused.status_code, refused.json["permission"]) == (403, "thread:move")
    assert home_of(thread) == "ops"


def test_the_asker_moves_it_while_alone_in_it(as_, cast, tools, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = ask(ana)
    reply(ana, thread, "Nobody?", "comment")
    assert move(ana, thread, "tools").status_code == 200, "asking in an open one needs no joining"
    assert move(ana, thread, "audit").status_code == 200
    reply(ben, thread)
    refused = move(ana, thread, "den-x7k2")
    assert (refused.status_code, refused.json["permission"]) == (403, "thread:move")


def test_where_one_may_not_ask_one_takes_nothing(as_, cast, tools, kind) -> None:
    eve = as_(cast.eve)
    thread = ask(eve)
    assert move(eve, thread, "audit").status_code == 403, "found, but not for asking in"
    announced = as_(cast.dev).api(
        "POST", "/threads", {"kind": "announcement", "body": "x", "community": "ops"}
    )
    assert move(as_(cast.dev), announced.json, "tools").status_code == 403, (
        "nor announced where one may only ask"
    )


def test_what_one_does_not_see_is_what_is_missing(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    thread = ask(eve)
    for one in ({"community": "{}"}, {"community": "{}", "nonsense": 1}, {"community": "{}", "title": 7}):
        sent = [
            eve.api("PATCH", f"/threads/{thread['id']}", {**one, "community": slug})
            for slug in ("den-x7k2", "den-q3q3")
        ]
        assert [one.status_code for one in sent] == [404, 404]
        assert sent[0].data == sent[1].data
    formed = [
        eve.post(f"/t/{thread['id']}/move", {"community": slug}) for slug in ("den-x7k2", "den-q3q3", "audit")
    ]
    assert [one.status_code for one in formed] == [422] * 3
    assert len({TOKENS.sub(r"\1…", one.text) for one in formed}) == 1
    assert "den-" not in formed[0].text


def test_to_an_archived_one_nothing_goes(as_, cast, tools, kind) -> None:
    as_(cast.eve).api("PATCH", "/communities/tools", {"archived": True})
    thread = ask(as_(cast.ana))
    assert move(as_(cast.carla), thread, "tools").status_code == 403
    assert 'value="tools"' not in as_(cast.carla).get(f"/t/{thread['id']}/move").text


def test_to_where_it_is_changes_nothing(as_, cast, kind) -> None:
    thread = ask(as_(cast.ana))
    assert move(as_(cast.carla), thread, "ops").json["seq"] == thread["seq"]


# In one piece, and by hand


def test_several_fields_are_one_piece(as_, cast, tools, kind) -> None:
    ana, carla = as_(cast.ana), as_(cast.carla)
    thread = ask(ana, community="den-x7k2")
    path = f"/threads/{thread['id']}"
    sent = {"community": "ops", "title": "Another title", "state": "closed", "note": "done"}
    assert carla.api("PATCH", path, sent).status_code == 409
    assert ana.api("GET", path).json["title"] == thread["title"]
    opened = ask(ana)
    changed = carla.api(
        "PATCH", f"/threads/{opened['id']}", {**sent, "community": "tools", "topics": ["new"]}
    ).json
    assert (changed["community"]["slug"], changed["title"], changed["state"]) == (
        "tools",
        "Another title",
        "closed",
    )
    assert changed["topics"] == ["new"]
    assert carla.api("PATCH", f"/threads/{opened['id']}", {"community": ""}).status_code == 422
    assert carla.api("PATCH", f"/threads/{opened['id']}", {"community": 7}).status_code == 422


def test_by_hand_it_is_said_who_will_read_it(as_, cast, tools, kind) -> None:
    ana, carla = as_(cast.ana), as_(cast.carla)
    thread = ask(ana)
    assert f"/t/{thread['id']}/move" in carla.get(thread["url"]).text
    assert f"/t/{thread['id']}/move" in ana.get(thread["url"]).text, "alone in it"
    assert f"/t/{thread['id']}/move" not in as_(cast.ben).get(thread["url"]).text
    shown = carla.get(f"/t/{thread['id']}/move").text
    assert "Read by everyone at Acme, 6 people, as now." in shown
    assert (
        "Read by the 4 people of Den-x7k2 alone. Everybody else who reads it now will not find it any more."
        in shown
    )
    assert shown.index('value="audit"') < shown.index('value="den-x7k2"') < shown.index('value="tools"')
    assert 'value="ops"' not in shown
    empty = carla.post(f"/t/{thread['id']}/move", {})
    assert (empty.status_code, "This is missing" in empty.text) == (422, True)
    sent = carla.post(f"/t/{thread['id']}/move", {"community": "den-x7k2"})
    assert (sent.status_code, sent.headers["Location"]) == (303, thread["url"])
    assert "read by the 4 people of Den-x7k2" in carla.get(thread["url"]).text
    assert as_(cast.ben).get(f"/t/{thread['id']}/move").status_code == 200, (
        "in a private one every member curates"
    )
    reply(as_(cast.ben), thread)
    assert (
        "There is no community where you could take it" in as_(cast.ben).get(f"/t/{thread['id']}/move").text
    )


def test_the_form_is_few_queries_however_many_places(as_, cast, kind, count_queries) -> None:
    for n in range(12):
        community = make_community(f"place-{n}", "open")
        with unit_of_work():
            add_member(community, cast.carla, "curator")
    thread, _page = written_up(as_, cast)
    carla = as_(cast.carla)
    carla.get(f"/t/{thread['id']}/move")
    with count_queries() as asked:
        shown = carla.get(f"/t/{thread['id']}/move")
    assert shown.text.count('type="radio"') == 14
    assert len(asked) <= 10, asked
