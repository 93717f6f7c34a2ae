"""Following by the form, and the list of what one follows: one's own, and only what one may read."""

from __future__ import annotations

import pytest

from community.core.session import session
from models import Membership, System, Topic

from .scene import asked, chose, chosen, written

pytestmark = pytest.mark.postgresql


def test_everything_that_can_be_followed_is_listed_changed_and_let_go(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    thread = asked(ana, "Export fails", topics="exports", system="Mill", task="Export")
    page = written(ana, "Backup plan")
    topic, system = session().query(Topic.id).scalar(), session().query(System.id).scalar()
    eve = as_(cast.eve)
    for what in (f"t/{thread}", f"w/{page}", "c/ops", "people/ben", f"topics/{topic}", f"systems/{system}"):
        chose(eve, what, "normal")
    listed = eve.get("/settings/following").text
    for name in ("Export fails", "Backup plan", "Ops", "Ben", "exports", "Mill"):
        assert name in listed
    assert set(chosen(cast.eve)) == {"thread", "page", "community", "person", "topic", "system"}
    chose(eve, "people/ben", "mute")
    assert chosen(cast.eve)["person"] == "mute"
    chose(eve, "people/ben", "usual")
    assert "person" not in chosen(cast.eve)
    assert ">Ben<" not in eve.get("/settings/following").text
    assert "You have chosen nothing yet" in ana.get("/settings/following").text


def test_the_list_goes_on_where_the_page_ended(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    for number in range(5):
        chose(ana, f"t/{asked(ana, f'Question {number}')}", "everything")
    seen, path = [], "/settings/following?limit=2"
    for _ in range(3):
        text = ana.get(path).text
        seen += [number for number in range(5) if f"Question {number}<" in text]
        if "?after=" in text:
            path = "/settings/following?limit=2&after=" + text.split("?after=")[1].split('"')[0]
    assert sorted(seen) == [0, 1, 2, 3, 4]
    assert ana.get("/settings/following?after=nonsense").status_code == 422


def test_the_control_says_how_it_stands(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = asked(ana, "Export fails")
    path = f"/t/{thread}-export-fails"
    assert "Following: normal" in ana.get(path).text, "who asks follows it by itself"
    assert "<summary>Follow</summary>" in ben.get(path).text
    ben.post(f"/t/{thread}/comments", {"body": "Same"})
    assert "Following: normal" in ben.get(path).text, "who writes in it, too"
    chose(ben, f"t/{thread}", "mute")
    assert "<summary>Muted</summary>" in ben.get(path).text
    assert "Following: a little" in ben.get("/c/ops").text
    assert "<summary>Follow</summary>" in as_(cast.eve).get("/c/ops").text
    assert "<summary>Follow</summary>" in ben.get("/people/ana").text
    assert 'class="follow"' not in ben.get("/people/ben").text


def test_what_one_may_not_read_can_not_be_followed_and_looks_missing(as_, cast, kind) -> None:
    thread = asked(as_(cast.ana), "A secret of ours", cast.den.slug)
    eve = as_(cast.eve)
    for what in (f"t/{thread}", f"c/{cast.den.slug}", "t/aaaaaaaaaaaa", "c/nowhere"):
        assert eve.post(f"/{what}/following", {"strength": "normal"}).status_code == 404
    assert eve.post("/c/audit/following", {"strength": "normal"}).status_code == 403, "listed, not read"
    assert chosen(cast.eve) == {}
    assert eve.post("/c/ops/following", {"strength": "loudly"}).status_code == 422


def test_what_one_may_no_longer_read_is_not_in_the_list(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    chose(ana, f"t/{asked(ana, 'A secret of ours', cast.den.slug)}", "everything")
    chose(ana, f"c/{cast.den.slug}", "normal")
    assert "A secret of ours" in ana.get("/settings/following").text
    session().delete(session().get_one(Membership, (cast.den.id, cast.ana.id)))
    session().commit()
    listed = ana.get("/settings/following").text
    assert "secret" not in listed
    assert "Den" not in listed


def test_nobody_sees_who_follows(as_, cast, kind) -> None:
    before = as_(cast.ben).get("/people/ana").text
    chose(as_(cast.carla), "people/ana", "everything")
    after = as_(cast.ben).get("/people/ana").text
    assert "arla" not in after
    assert before.count("Follow") == after.count("Follow")
    assert as_(cast.admin).get("/people/ana").text.count("Carla") == 0
