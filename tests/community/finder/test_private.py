"""What one may not read is found in nothing: not as a hit, not in a number, not in what one may narrow by."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, inspect

from app import create_app
from community.access import standing
from community.access.audience import block, blocks, followed
from community.communities.actions.members import remove_member
from community.core.action import unit_of_work
from community.core.outbox import drain
from community.core.session import end_session, session
from community.core.viewer import SIGNED_OUT
from community.finder.asked import Asked
from community.finder.finding import find
from community.pages.actions import delete as delete_page
from community.threads.actions.opening import delete_thread, restore_thread
from community.threads.actions.posts import delete as delete_post
from models import Audience, Community, Page, Person, Post, Thread
from tests.client import Client
from tests.community.finding_scene import viewer_of

pytestmark = pytest.mark.postgresql
QUESTIONS = (
    "q=zebra", "q=zebra&limit=1", "q=canary", "q=in:den-x7k2", "q=in:audit", "q=topic:canaries", "q=at:canarium",
    "q=by:ben+zebra", "q=zebra&community=den-x7k2", "q=zebra&topic=canaries", "q=-zebra", "q=", "q=the+stripe",
    "q=state:solved", "q=kind:howto", "q=type:page", "q=zebra&task=canary+task", "q=%22zebra+canary%22",
)  # fmt: skip
VARYING = re.compile(rb'name="csrf_token" value="[^"]+"')


def asked_of(client: Client) -> list[bytes]:
    """Everything that search says to somebody."""
    said = [client.api("GET", f"/search?{question}").data for question in QUESTIONS]
    said += [client.get(f"/search?{question}").data for question in QUESTIONS]
    said += [client.api("GET", "/suggestions?body=a+zebra+canary+stops&title=stripes").data]
    said += [client.get("/suggestions?body=a+zebra+canary+stops", headers={"HX-Request": "true"}).data]
    said += [client.get("/ask?body=a+zebra+canary+stops").data]
    return [VARYING.sub(b"", one) for one in said]


def write_private(scene, cast) -> None:
    for home in (cast.den, cast.closed):
        scene.solved(
            cast.ana, home, "The zebra canary stops. Zebra, zebra!", "Stripe the canary", topics=("canaries",),
            context={"system": "Canarium", "task": "Canary task"},
        )  # fmt: skip
        scene.page(cast.ben, home, "A canary page", "All about the zebra", topics=("canaries",))


def test_the_private_changes_no_byte_for_others(scene, cast, as_, settings, kind) -> None:
    first = scene.solved(cast.ana, cast.ops, "A zebra stripe stops", "Brush the stripe", topics=("stripes",))
    scene.ask(cast.ben, cast.ops, "The zebra is the second one")
    scene.page(cast.carla, cast.ops, "Zebra page", "How to zebra")
    drain()
    outsiders = [as_(cast.eve), as_(cast.admin)]
    public = Client(create_app(settings.model_copy(update={"public_read": True})))
    before = [asked_of(one) for one in (*outsiders, public)]
    assert first in before[0][0].decode()
    write_private(scene, cast)
    drain()
    end_session()
    for client, said in zip((*outsiders, public), before, strict=True):
        for question, then, now in zip(
            (*QUESTIONS, *QUESTIONS, "api", "known", "ask"), said, asked_of(client), strict=True
        ):
            assert then == now, question
    inside = as_(cast.ana).api("GET", "/search?q=canary").json
    assert inside["total"] == 4
    assert as_(cast.ana).api("GET", "/search?q=topic:canaries").json["total"] == 4


def test_signed_out_only_where_reading_is_public(scene, cast, client, kind) -> None:
    scene.ask(cast.ana, cast.ops, "Zebra")
    drain()
    assert client.http.get("/api/v1/search?q=zebra").status_code == 401
    assert client.get("/search?q=zebra").status_code == 303
    assert client.get("/suggestions?body=zebra").status_code == 303


def test_somebody_removed_finds_nothing_from_that_commit_on(scene, search, cast, as_, kind) -> None:
    scene.ask(cast.ben, cast.den, "Den zebra")
    assert search(cast.ana, "zebra")["total"] == 1
    remove_member(viewer_of(cast.dev), session().get_one(Community, ident(cast.den)), person(cast.ana))
    end_session()
    assert as_(cast.ana).api("GET", "/search?q=zebra").json["total"] == 0


def ident(thing) -> str:
    return inspect(thing).identity[0]


def person(who) -> Person:
    return session().get_one(Person, ident(who))


@pytest.mark.parametrize("narrow", ["closed", "private"])
def test_narrowed_is_found_by_no_outsider_before_the_index_follows(
    scene, search, cast, as_, kind, narrow
) -> None:
    thread = scene.solved(cast.ana, cast.ops, "Narrow zebra", "A way")
    page = scene.page(cast.ana, cast.ops, "Narrow zebra page", "Text")
    assert search(cast.eve, "zebra")["total"] == 2
    fresh = as_(cast.dev)
    assert fresh.api("PATCH", "/communities/ops", {"visibility": narrow}).status_code == 200
    end_session()
    nothing = {"items": [], "total": 0, "more": False, "next": None}
    assert as_(cast.eve).api("GET", "/search?q=zebra").json == nothing, (
        "blocked before the index has followed"
    )
    assert as_(cast.eve).api("GET", "/suggestions?body=narrow+zebra").json == {"items": []}
    assert set(blocks()) == {thread, page}
    assert search(cast.eve, "zebra") == nothing, "and after"
    assert blocks() == {}
    assert search(cast.ana, "zebra")["total"] == 2


def test_a_block_written_anew_meanwhile_stays(scene, cast, kind) -> None:
    thread = scene.ask(cast.ana, cast.ops, "Zebra")
    with unit_of_work():
        block([thread])
    seen = blocks([thread])
    with unit_of_work():
        block([thread])
    with unit_of_work():
        followed(seen)
    assert set(blocks()) == {thread}
    with unit_of_work():
        followed(blocks())
    assert blocks() == {}


def test_deleted_is_gone_at_once_and_restored_comes_back(scene, search, cast, as_, kind) -> None:
    thread = scene.solved(cast.ana, cast.ops, "Deleted zebra", "The way of the okapi")
    other = scene.ask(cast.ana, cast.ops, "Standing zebra")
    page = scene.page(cast.ana, cast.ops, "Deleted zebra page", "Text")
    post = scene.answer(cast.ben, other, "A word of the gnu")
    assert search(cast.eve, "zebra")["total"] == 3
    assert search(cast.eve, "gnu")["total"] == 1
    carla = viewer_of(cast.carla)
    delete_thread(carla, session().get_one(Thread, thread))
    delete_page(viewer_of(cast.ana), session().get_one(Page, page))
    delete_post(carla, session().get_one(Post, post))
    end_session()
    eve = as_(cast.eve)
    assert eve.api("GET", "/search?q=zebra").json["total"] == 0, (
        "the one whose answer went waits for the index"
    )
    assert eve.api("GET", "/search?q=gnu").json["total"] == 0
    assert [one["id"] for one in search(cast.eve, "zebra")["items"]] == [other]
    assert search(cast.eve, "gnu")["total"] == 0
    restore_thread(viewer_of(cast.carla), session().get_one(Thread, thread))
    assert search(cast.eve, "zebra")["total"] == 2
    assert search(cast.eve, "okapi")["items"][0]["id"] == thread


def test_an_older_topic_of_a_community_opened_later_tells_outsiders_nothing(
    scene, search, cast, as_, kind
) -> None:
    scene.ask(cast.ana, cast.closed, "Before it was opened", topics=("secretword",))
    dev = as_(cast.dev)
    assert dev.api("PATCH", "/communities/audit", {"visibility": "open"}).status_code == 200
    newer = scene.ask(cast.ana, cast.closed, "After it was opened", topics=("secretword",))
    assert [one["id"] for one in search(cast.eve, "opened")["items"]] == [newer]
    assert search(cast.eve, "secretword")["total"] == 0
    assert search(cast.eve, "topic:secretword")["total"] == 0


def test_what_the_index_alone_still_knows_counts_nowhere(scene, search, cast, as_, kind) -> None:
    kept, gone = (scene.ask(cast.ana, cast.ops, f"Zebra {name}") for name in ("one", "two"))
    assert search(cast.eve, "zebra")["total"] == 2
    with unit_of_work():
        session().execute(delete(Audience).where(Audience.object == gone, Audience.token == "open"))
    end_session()
    found = as_(cast.eve).api("GET", "/search?q=zebra").json
    assert [one["id"] for one in found["items"]] == [kept]
    assert found["total"] == 1
    assert as_(cast.eve).api("GET", "/search?q=zebra&limit=1").json["next"] is None


def test_the_command_line_and_nobody_find_nothing(cast, scene, kind) -> None:
    scene.ask(cast.ana, cast.ops, "Zebra")
    drain()
    assert find(SIGNED_OUT, Asked(words="zebra")).total == 0
    assert find(standing.of_person(ident(cast.eve)), Asked(words="zebra")).total == 1
