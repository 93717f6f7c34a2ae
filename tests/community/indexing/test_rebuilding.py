"""Rebuilt in the background, by the command beside the process that serves, and by the command alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from app import create_app
from community.core import events
from community.core.action import unit_of_work
from community.core.drainer import Drainer
from community.core.outbox import drain
from community.core.session import Database, end_session, session
from community.core.settings import Settings
from community.fanout import FANOUT
from community.finder import engine
from community.indexing import condition, keeper, ownership
from models import Delivery
from search import Question, SearchUnavailable
from tests.cast import Cast
from tests.community.finding_scene import Scene, signed_in

pytestmark = [pytest.mark.postgresql, pytest.mark.committing]
ROOT = Path(__file__).resolve().parents[3]
SOON = 90.0


@pytest.fixture
def scene(fresh_database: Database, settings: Settings) -> Scene:
    """The cast in a database that commits, ready to write."""
    settings.home.mkdir(parents=True, exist_ok=True)
    create_app(settings).testing = True
    return Scene(Cast())


@pytest.fixture
def serving(scene: Scene) -> Iterator[None]:
    """The drainer and the keeper of a process that serves."""
    drainer = Drainer()
    drainer.start()
    yield
    drainer.stop()


def eventually(holds: Callable[[], Any], within: float = SOON) -> float:
    """Wait until it holds; say how long it took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within, "it did not come about in time"
        time.sleep(0.02)
    return time.monotonic() - began


def finds(words: str) -> int:
    try:
        return engine.asked_engine().find(Question(words, frozenset({"open"}))).total
    except SearchUnavailable:
        return -1


def reindex(settings: Settings, database: Database, *words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    url = database.engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "THROUGHWAY_HOME": str(settings.home), "THROUGHWAY_DATABASE_URL": url}
    line = [sys.executable, "-c", "import app; app.command_line()", "reindex", *words]
    return subprocess.run(
        line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False
    )


def lose_the_index(settings: Settings) -> None:
    """As if the machine had been set up anew over an old database: no index, and nothing left to follow."""
    shutil.rmtree(settings.index, ignore_errors=True)
    with unit_of_work():
        session().execute(delete(Delivery))
    end_session()


def test_the_command_alone(scene, settings, fresh_database, kind) -> None:
    for number in range(3):
        scene.ask(scene.cast.ana, scene.cast.ops, f"Zebra {number}")
    lose_the_index(settings)
    done = reindex(settings, fresh_database, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["documents"] == 3
    assert finds("zebra") == 3
    assert reindex(settings, fresh_database).stdout.startswith("3 documents in ")


def test_the_index_follows_within_a_second(scene, serving, kind) -> None:
    eventually(lambda: finds("anything") == 0)
    scene.ask(scene.cast.ana, scene.cast.ops, "A first zebra")
    end_session()
    eventually(lambda: finds("zebra") == 1)
    for number in range(2, 5):
        scene.ask(scene.cast.ana, scene.cast.ops, f"A zebra, the {number}th")
        end_session()
        assert eventually(lambda number=number: finds("zebra") == number, within=5) < 2


def test_a_new_machine_over_an_old_database_builds_it_by_itself(scene, settings, kind) -> None:
    for number in range(3):
        scene.ask(scene.cast.ana, scene.cast.ops, f"Zebra {number}")
    lose_the_index(settings)
    drainer = Drainer()
    drainer.start()
    try:
        eventually(lambda: finds("zebra") == 3)
    finally:
        drainer.stop()


def test_one_that_only_fell_behind_is_not_built_anew(scene, settings, kind, monkeypatch) -> None:
    rebuilt = threading.Event()
    monkeypatch.setattr(keeper, "rebuild", lambda *_: rebuilt.set())
    for number in range(20):
        scene.ask(scene.cast.ana, scene.cast.ops, f"Zebra {number}")
    drain()
    scene.ask(scene.cast.ana, scene.cast.ops, "Zebra 21")
    end_session()
    drainer = Drainer()
    drainer.start()
    try:
        eventually(lambda: finds("zebra") == 21)
        assert not rebuilt.wait(1.5)
    finally:
        drainer.stop()


def test_damage_while_serving_is_repaired_in_the_background(scene, settings, serving, kind) -> None:
    scene.ask(scene.cast.ana, scene.cast.ops, "A zebra")
    end_session()
    eventually(lambda: finds("zebra") == 1)
    eventually(lambda: not keeper._keeper._wanted)
    ana = signed_in(create_app(settings), scene.cast.ana)
    shutil.rmtree(settings.index)
    shown = ana.get("/search?q=zebra")
    assert shown.status_code == 200
    assert "A zebra" in shown.text
    eventually(lambda: finds("zebra") == 1)
    assert "being repaired" not in ana.get("/search?q=zebra").text


def test_the_command_beside_the_process_that_serves(scene, settings, serving, fresh_database, kind) -> None:
    for number in range(3):
        scene.ask(scene.cast.ana, scene.cast.ops, f"Zebra {number}")
    end_session()
    eventually(lambda: finds("zebra") == 3)
    before = {path.name for path in settings.index.iterdir()}
    answers: list[int] = []
    ended = threading.Event()

    def keep_asking() -> None:
        while not ended.is_set():
            answers.append(finds("zebra"))
            time.sleep(0.005)

    asking = threading.Thread(target=keep_asking)
    asking.start()
    try:
        done = reindex(settings, fresh_database, "--json")
    finally:
        ended.set()
        asking.join()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["documents"] == 3
    assert {path.name for path in settings.index.iterdir()} != before, "built anew"
    assert set(answers) == {3}, "and it answered all the while"
    scene.ask(scene.cast.ana, scene.cast.ops, "Zebra 4")
    end_session()
    eventually(lambda: finds("zebra") == 4)


def test_one_process_writes(scene, settings, kind) -> None:
    ownership.own(0)
    script = (
        "import sys; sys.path.insert(0, '.'); from community.core import settings; "
        "from community.indexing import ownership; settings.use(settings.Settings()); ownership.own(0)"
    )
    environment = {**os.environ, "THROUGHWAY_HOME": str(settings.home)}
    other = [sys.executable, "-c", script]
    refused = subprocess.run(other, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "another process writes the index" in refused.stderr
    ownership.release()
    assert subprocess.run(other, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 0


def test_the_doctor_compares(scene, settings, kind) -> None:
    scene.ask(scene.cast.ana, scene.cast.ops, "Zebra")
    end_session()
    assert condition.index_agrees(settings).said.endswith("it is following")
    drain()
    assert condition.index_agrees(settings).said == "1 documents, as in the database"
    segment = max(settings.index.rglob("*.seg"), key=lambda path: path.stat().st_size)
    flipped = bytearray(segment.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    segment.write_bytes(bytes(flipped))
    found = condition.index_agrees(settings)
    assert not found.ok
    assert "throughway reindex" in found.said


def test_a_stalled_mail_server_does_not_hold_up_the_index(scene, settings, kind) -> None:
    stalled, let_go = threading.Event(), threading.Event()

    def stall(_batch: list[tuple[int, events.Event]]) -> None:
        stalled.set()
        let_go.wait(SOON)

    slow = events.Listener("test.stalls", "outside", "test", stall)
    heard = FANOUT[events.ThreadOpened]
    events.use_fanout({**FANOUT, events.ThreadOpened: (*heard, slow)})
    drainer = Drainer()
    drainer.start()
    try:
        scene.ask(scene.cast.ana, scene.cast.ops, "A first zebra")
        end_session()
        assert stalled.wait(SOON)
        scene.ask(scene.cast.ana, scene.cast.ops, "A second zebra")
        end_session()
        assert eventually(lambda: finds("zebra") == 2) < 5
    finally:
        let_go.set()
        drainer.stop()
        events.use_fanout(FANOUT)
