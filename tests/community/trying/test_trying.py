"""'I'll try it' counts as offered, no more; afterwards one is asked once, alone, whether it worked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from community.core.action import unit_of_work
from community.core.clock import now
from community.core.outbox import drain
from community.core.session import end_session, session
from community.trying.queries import ASKED_FOR
from models import Membership, Offered, Outcome, Page, Post, Warned

pytestmark = pytest.mark.postgresql
ASKED = "Did it work?"


def tries(client, kind: str, id_: str) -> None:
    answer = client.post(f"/{kind}/{id_}/trial")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"/{kind}/{id_}-")


def tells(client, kind: str, id_: str, outcome: str, **more: str):
    return client.post(f"/{kind}/{id_}/trial/outcome", {"outcome": outcome, **more})


def drafts(client, body: str = "My press stops") -> None:
    sent = client.http.put("/drafts/ask", json={"body": body}, headers={"X-CSRF-Token": client.token})
    assert sent.status_code == 204


def outcomes() -> list[tuple[str, str]]:
    end_session()
    return [(one.object, one.said) for one in session().scalars(select(Outcome).order_by(Outcome.at))]


@pytest.fixture
def solved(scene, cast) -> str:
    return scene.solved(cast.ana, cast.ops, "Export stops", "Free the disk")


def test_it_is_offered_and_asked_of_them_alone(as_, cast, solved, kind) -> None:
    dev, eve = as_(cast.dev), as_(cast.eve)
    before = outcomes()
    drafts(dev)
    tries(dev, "t", solved)
    assert outcomes() == before, "offered, no more"
    for path in ("/", "/ask"):
        shown = dev.get(path).text
        assert ASKED in shown
        assert "Not now" in shown
        assert ASKED not in eve.get(path).text
    assert ASKED not in dev.get("/share").text
    assert "My press stops" in dev.get("/ask").text, "the text stayed"


def test_it_worked_thanks_whoever_wrote_it(as_, cast, solved, kind) -> None:
    dev = as_(cast.dev)
    tries(dev, "t", solved)
    answer = tells(dev, "t", solved, "worked")
    assert answer.headers["Location"].startswith(f"/t/{solved}-")
    best = session().scalars(select(Post.id).where(Post.thread_id == solved)).one()
    assert outcomes()[-1] == (best, "worked")
    drain()
    assert "It worked" in as_(cast.ben).get("/inbox").text
    assert ASKED not in dev.get("/").text, "asked once"


def test_what_was_begun_is_thrown_away_or_kept(as_, cast, solved, kind) -> None:
    dev = as_(cast.dev)
    drafts(dev)
    tries(dev, "t", solved)
    answer = tells(dev, "t", solved, "worked")
    assert answer.headers["Location"] == "/drafts"
    shown = dev.get("/drafts").text
    assert "What you had begun to ask is still here" in shown
    assert "My press stops" in shown
    assert dev.post("/drafts/ask/deletion").status_code == 303
    assert '<meta name="arrived" content="ask">' in dev.get("/drafts").text, "the browser's own copy goes too"


def test_it_did_not_work_brings_the_draft_back(as_, cast, solved, kind) -> None:
    dev = as_(cast.dev)
    drafts(dev)
    tries(dev, "t", solved)
    answer = tells(dev, "t", solved, "failed")
    assert answer.headers["Location"] == "/ask"
    shown = dev.get("/ask").text
    assert "My press stops</textarea>" in shown
    assert "Draft saved" in shown
    assert ASKED not in shown
    assert outcomes()[-1][1] == "failed"


def test_not_now_says_nothing_and_is_not_asked_again(as_, cast, solved, kind) -> None:
    dev = as_(cast.dev)
    tries(dev, "t", solved)
    before = outcomes()
    assert tells(dev, "t", solved, "later", next="/ask").headers["Location"] == "/ask"
    assert tells(dev, "t", solved, "later", next="//evil.test").headers["Location"] == "/"
    assert outcomes() == before
    assert ASKED not in dev.get("/").text
    tries(dev, "t", solved)
    assert ASKED in dev.get("/").text, "tried again, asked again"


def test_of_a_thread_without_a_solution_nothing_is_said_of_anybody(scene, as_, cast, kind) -> None:
    thread = scene.ask(cast.ana, cast.ops, "Export stops")
    scene.answer(cast.ben, thread, "Perhaps the disk")
    warned = scene.solved(cast.ana, cast.ops, "Copy stops", "Delete it all")
    post = session().scalars(select(Post.id).where(Post.thread_id == warned)).one()
    scene.say(cast.carla, Post, post, "unsafe", "it loses everything")
    dev, before = as_(cast.dev), outcomes()
    for one in (thread, warned):
        tries(dev, "t", one)
        assert tells(dev, "t", one, "worked").status_code == 303
        tries(dev, "t", one)
        assert tells(dev, "t", one, "failed").headers["Location"] == "/ask"
    assert outcomes() == before
    assert session().scalars(select(Warned)).one().object == post


def test_a_page_and_a_tip_are_told_of_themselves(scene, as_, cast, kind) -> None:
    page = scene.page(cast.carla, cast.ops, "Exporting", "Free the disk")
    tip = scene.ask(cast.carla, cast.ops, "Free the disk first", kind="tip")
    dev = as_(cast.dev)
    for of, id_ in (("w", page), ("t", tip)):
        tries(dev, of, id_)
        tells(dev, of, id_, "worked")
        assert outcomes()[-1] == (id_, "worked")


def test_what_was_said_on_the_page_itself_is_not_asked(scene, as_, cast, kind) -> None:
    page = scene.page(cast.carla, cast.ops, "Exporting", "Free the disk")
    dev = as_(cast.dev)
    tries(dev, "w", page)
    scene.say(cast.dev, Page, page)
    end_session()
    assert ASKED not in dev.get("/").text


def test_access_is_looked_at_when_it_is_shown_and_told(scene, as_, cast, kind) -> None:
    hidden = scene.solved(cast.ana, cast.den, "The quokka stops", "Free the disk")
    ben, eve = as_(cast.ben), as_(cast.eve)
    assert eve.post(f"/t/{hidden}/trial").status_code == 404
    assert tells(eve, "t", hidden, "worked").status_code == 404
    assert tells(ben, "t", hidden, "worked").status_code == 404, "who never tried it"
    tries(ben, "t", hidden)
    assert "quokka" in ben.get("/").text
    with unit_of_work():
        member = session().get_one(Membership, (cast.den.id, cast.ben.id))
        session().delete(member)
    end_session()
    assert "quokka" not in ben.get("/").text
    assert "quokka" not in ben.get("/ask").text
    assert tells(ben, "t", hidden, "worked").status_code == 404


def test_after_a_fortnight_nobody_is_asked(as_, cast, solved, kind) -> None:
    dev = as_(cast.dev)
    tries(dev, "t", solved)
    with unit_of_work():
        session().execute(update(Offered).values(at=now() - ASKED_FOR - timedelta(hours=1)))
    end_session()
    assert ASKED not in dev.get("/").text


def test_it_is_one_statement_however_much_was_tried(scene, as_, cast, count_queries, kind) -> None:
    dev, asked = as_(cast.dev), {}
    for number in (1, 5):
        for one in range(number):
            tries(dev, "t", scene.solved(cast.ana, cast.ops, f"Export {number} {one} stops", "Free the disk"))
        for path in ("/", "/ask"):
            dev.get(path)
            with count_queries() as made:
                assert dev.get(path).text.count(ASKED) == min(3, number if number == 1 else 3)
            asked.setdefault(path, []).append(len(made))
    assert asked["/"][0] == asked["/"][1]
    assert asked["/ask"][0] == asked["/ask"][1]
