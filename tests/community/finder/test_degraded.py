"""Without an index: pages and search go on, by plain SQL, and say so."""

from __future__ import annotations

import fcntl
import os
import shutil

import pytest
from sqlalchemy import select

from community.core.outbox import drain
from community.core.session import end_session, session
from community.finder import engine
from models import DueWork

pytestmark = pytest.mark.postgresql
NOTICE = "The search index is being repaired"


def delete(index) -> None:
    shutil.rmtree(index)


def fill_with_garbage(index) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            path.write_bytes(os.urandom(200))


def cut(index) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:50])


def lose_the_record(index) -> None:
    for path in index.glob("*.json"):
        path.unlink()


DAMAGES = (delete, fill_with_garbage, cut, lose_the_record)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_while_serving(scene, search, cast, as_, settings, kind, damage) -> None:
    ours = scene.solved(cast.ana, cast.ops, "Zebra 100 %_stops", "Brush the okapi", topics=("Stripes",))
    scene.ask(cast.ana, cast.den, "A private zebra")
    page = scene.page(cast.carla, cast.ops, "Zebra page", "All of it")
    assert search(cast.eve, "zebra")["total"] == 2
    damage(settings.index)
    for client, number in ((as_(cast.eve), 2), (as_(cast.ana), 3)):
        shown = client.get("/search?q=zebra")
        assert shown.status_code == 200
        assert NOTICE in shown.text
        found = client.api("GET", "/search?q=zebra").json
        assert found["total"] == len(found["items"]) == number
    eve = as_(cast.eve)
    assert [one["id"] for one in eve.api("GET", "/search?q=okapi").json["items"]] == [ours]
    for filters in (
        "q=zebra&state=solved",
        "q=zebra+in:ops+by:ana",
        "topic=stripes&q=",
        "q=%25_stops",
        "q=zebra+kind:roadblock",
    ):
        assert [one["id"] for one in eve.api("GET", f"/search?{filters}").json["items"]] == [ours], filters
    assert [one["id"] for one in eve.api("GET", "/search?q=zebra+type:page").json["items"]] == [page]
    assert eve.api("GET", "/search?q=zebra+in:den-x7k2").json["total"] == 0
    assert eve.api("GET", "/search?q=%25").json["total"] == 0
    assert eve.get("/suggestions?body=zebra", headers={"HX-Request": "true"}).status_code == 200
    assert eve.get("/ask?body=zebra+stops").status_code == 200
    assert eve.get("/").status_code == 200
    end_session()
    assert session().scalars(select(DueWork.kind)).all() == ["reindex"], "asked for once"
    drain()
    end_session()
    assert NOTICE not in eve.get("/search?q=zebra").text
    assert eve.api("GET", "/search?q=zebra").json["total"] == 2
    assert session().scalars(select(DueWork.kind)).all() == []


def test_what_happens_meanwhile_is_not_lost(scene, search, cast, as_, settings, kind) -> None:
    scene.ask(cast.ana, cast.ops, "First zebra")
    assert search(cast.eve, "zebra")["total"] == 1
    delete(settings.index)
    scene.ask(cast.ana, cast.ops, "Second zebra")
    drain()
    drain()
    end_session()
    found = as_(cast.eve).get("/search?q=zebra").text
    assert NOTICE not in found
    assert "Second zebra" in found


def test_locked_by_another(scene, search, cast, as_, settings, kind) -> None:
    scene.ask(cast.ana, cast.ops, "First zebra")
    assert search(cast.eve, "zebra")["total"] == 1
    (folder,) = [path for path in settings.index.iterdir() if path.is_dir()]
    with (folder / "MAIN_WRITELOCK").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        scene.ask(cast.ana, cast.ops, "Second zebra")
        drain()
        end_session()
        eve = as_(cast.eve)
        assert eve.get("/search?q=zebra").status_code == 200
        assert eve.api("GET", "/search?q=zebra").json["total"] >= 1


def test_most_of_it_is_still_to_be_built(scene, search, cast, as_, kind) -> None:
    scene.ask(cast.ana, cast.ops, "Zebra")
    assert search(cast.eve, "zebra")["total"] == 1
    engine.set_incomplete(is_so=True)
    assert NOTICE in as_(cast.eve).get("/search?q=zebra").text
    assert "cannot be looked up just now" in as_(cast.eve).get("/suggestions?body=zebra").text
    engine.set_incomplete(is_so=False)
    assert NOTICE not in as_(cast.eve).get("/search?q=zebra").text
