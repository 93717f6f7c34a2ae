"""Killed at any moment while people write: nothing acknowledged is lost, nothing is doubled, nothing is half there."""

from __future__ import annotations

import http.client
import json
import os
import queue
import random
import secrets
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import own_postgresql

from .serving import Connection, Server

IS_LONG = bool(os.environ.get("LONG_TESTS"))
pytestmark = [
    pytest.mark.postgresql, pytest.mark.committing, pytest.mark.timeout(7200 if IS_LONG else 300),
]  # fmt: skip

THREADS, CLIENTS, POSTS = 20, 8, 200
ROUNDS = {"sqlite": 50, "postgresql": 50} if IS_LONG else {"sqlite": 3, "postgresql": 1}
SERVING_AGAIN_SECONDS = 15.0
FOUND_AGAIN_SECONDS = 10.0
DELIVERED_SECONDS = 60.0
BUSY = 503


@dataclass(frozen=True)
class Sending:
    """One answer that somebody means to post, once."""

    name: str
    thread: str

    @property
    def word(self) -> str:
        """A word that stands in no other."""
        return "zqx" + self.name.translate(str.maketrans("0123456789-", "bcdfghjkmpv"))

    @property
    def body(self) -> str:
        return f"Turn the {self.word} once to the left."


@dataclass
class Acknowledged:
    """What the server said that it has."""

    ids: dict[Sending, str] = field(default_factory=dict)
    lost: set[Sending] = field(default_factory=set)
    wrong: list[tuple[Sending, int, Any]] = field(default_factory=list)
    gone: int = 0

    @property
    def done(self) -> int:
        return len(self.ids) + len(self.lost)


class Crowd:
    """Eight people with one list of things to say; each leaves when the server is gone."""

    def __init__(self, server: Server, token: str, sendings: list[Sending], said: Acknowledged) -> None:
        self._server, self._token, self._said = server, token, said
        self._waiting: queue.SimpleQueue[Sending] = queue.SimpleQueue()
        for one in sendings:
            self._waiting.put(one)
        self._threads = [threading.Thread(target=self._speak, daemon=True) for _ in range(CLIENTS)]
        for one in self._threads:
            one.start()

    def join(self) -> None:
        for one in self._threads:
            one.join(60)
            assert not one.is_alive()

    def _speak(self) -> None:
        connection = self._server.connection(self._token)
        try:
            while True:
                self._send(connection, self._waiting.get_nowait())
        except queue.Empty:
            return
        except (OSError, http.client.HTTPException):
            self._said.gone += 1
        finally:
            connection.close()

    def _send(self, connection: Connection, one: Sending) -> None:
        sent, key = {"kind": "answer", "body": one.body}, {"Idempotency-Key": one.name}
        status, answer = connection.ask("POST", f"/api/v1/threads/{one.thread}/posts", sent, key)
        if status == 201:
            self._said.ids[one] = answer["id"]
        elif status == 409 and "lost" in answer["title"] + answer["detail"]:
            self._said.lost.add(one)
        elif status == BUSY:
            self._waiting.put(one)
        else:
            self._said.wrong.append((one, status, answer))


class Held:
    """What a database holds, read past the application."""

    def __init__(self, url: str) -> None:
        engine = create_engine(url)
        with engine.connect() as connection:
            # All of it as it was at one moment: what is still being delivered goes on meanwhile.
            if engine.dialect.name == "sqlite":
                assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            ask = lambda said: connection.execute(text(said)).all()  # noqa: E731
            self.posts = ask("SELECT id, thread_id, number, body, seq FROM post ORDER BY thread_id, number")
            self.threads = ask("SELECT id, posts, last_number, seq, state FROM thread")
            self.keys = ask("SELECT key, status, location FROM idempotency_key")
            self.streams = dict(ask("SELECT stream, seq FROM streams"))
            self.entries = ask("SELECT stream, seq, type, object_id FROM stream_events ORDER BY stream, seq")
            self.events = Counter(
                row.data if isinstance(row.data, str) else str(row.data)
                for row in ask("SELECT CAST(data AS TEXT) AS data FROM events WHERE type = 'PostAnswered'")
            )
            self.audience = Counter(row.object for row in ask("SELECT object FROM audience"))
            self.told = Counter(row.object for row in ask("SELECT object FROM notification"))
            self.waiting = ask("SELECT listener, tries, error FROM deliveries")
        engine.dispose()


def check(held: Held, said: Acknowledged) -> None:
    """All of what was acknowledged, all of it once, and each with everything that belongs to it."""
    rows = {row.id: row for row in held.posts}
    bodies = Counter(row.body for row in held.posts)
    assert [one for one, id_ in said.ids.items() if id_ not in rows or rows[id_].body != one.body] == []
    assert [one for one in said.lost if bodies[one.body] != 1] == []
    assert [body for body, times in bodies.items() if times != 1] == []
    assert len({row.key for row in held.keys}) == len(held.keys)
    assert len([row for row in held.keys if row.key.startswith("a")]) == len(rows)
    for id_ in rows:
        assert sum(times for data, times in held.events.items() if id_ in data) == 1, id_
    assert sum(held.events.values()) == len(rows)
    for thread in held.threads:
        _check_thread(held, thread)
    _check_streams(held)


def _check_thread(held: Held, thread: Any) -> None:
    own = [row for row in held.posts if row.thread_id == thread.id]
    assert [row.number for row in own] == list(range(2, len(own) + 2))
    assert (thread.posts, thread.last_number) == (len(own), len(own) + 1)
    assert thread.state == ("answered" if own else "open")
    assert thread.seq == held.streams[f"thread:{thread.id}"]
    # An open community's own token, everybody of the network, and whoever is signed out.
    assert held.audience[thread.id] == 3
    noted = Counter(row.object_id for row in held.entries if row.stream == f"thread:{thread.id}")
    assert noted == {thread.id: 1, **dict.fromkeys([row.id for row in own], 1)}


def _check_streams(held: Held) -> None:
    numbers: dict[str, list[int]] = {}
    for row in held.entries:
        numbers.setdefault(row.stream, []).append(row.seq)
    assert numbers == {stream: list(range(1, seq + 1)) for stream, seq in held.streams.items()}


def find(server: Server, token: str, wanted: list[Sending]) -> float:
    """Search until each thread is found by its answer's word; after how many seconds all were."""
    began, connection = time.monotonic(), server.connection(token)
    for one in wanted:
        while True:
            status, found = connection.ask("GET", f"/api/v1/search?q={quote(one.word)}")
            if status == 200 and [item["id"] for item in found["items"]] == [one.thread]:
                assert not found.get("degraded")
                break
            assert time.monotonic() - began < FOUND_AGAIN_SECONDS, f"{one} is not found: {found}"
            time.sleep(0.05)
    connection.close()
    return time.monotonic() - began


def found_one(server: Server, token: str) -> list[str]:
    """A community with threads; their ids."""
    connection = server.connection(token)
    where = {"slug": "ops", "name": "Ops", "visibility": "open"}
    assert connection.ask("POST", "/api/v1/communities", where)[0] == 201
    threads = []
    for number in range(THREADS):
        asked = {"body": f"The press number {number} stops", "community": "ops"}
        status, made = connection.ask("POST", "/api/v1/threads", asked, {"Idempotency-Key": f"t{number}"})
        assert status == 201, made
        threads.append(made["id"])
    connection.close()
    return threads


def test_nothing_acknowledged_is_lost_when_it_is_killed(tmp_path, kind) -> None:
    seed = secrets.randbelow(1_000_000)
    print(f"seed {seed}")  # noqa: T201  how it was, where it fails
    chance, said = random.Random(seed), Acknowledged()
    with ExitStack() as stack:
        url = stack.enter_context(own_postgresql()) if kind == "postgresql" else ""
        server = Server(tmp_path, url)
        stack.callback(server.stop)
        server.start()
        asker, answerer = server.person("Ana"), server.person("Ben")
        threads = found_one(server, asker)
        back: list[float] = []
        for number in range(ROUNDS[kind]):
            sendings = [Sending(f"a{number}-{n}", chance.choice(threads)) for n in range(POSTS)]
            back.append(kill_amid(server, answerer, sendings, said, chance))
        everything_arrives(server, said)
        figures = {"bar": "R1", "database": kind, "rounds": len(back), "acknowledged": said.done}
        seconds = {"serving_again_median_s": round(median(back), 1), "at_most_s": round(max(back), 1)}
        print(json.dumps({**figures, "lost": 0, "doubled": 0, "half": 0, **seconds}))  # noqa: T201  the report
        find(server, asker, chance.sample(sorted(said.ids, key=lambda one: one.name), 40))


def kill_amid(
    server: Server, token: str, sendings: list[Sending], said: Acknowledged, chance: random.Random
) -> float:
    """Kill it while eight write, look, serve again, and have all send again what was not acknowledged.

    Returns the seconds until it served again.
    """
    before, enough = said.done, chance.randrange(10, POSTS - 40)
    crowd = Crowd(server, token, sendings, said)
    while said.done - before < enough and not said.wrong:
        time.sleep(0.002)
    time.sleep(chance.random() * 0.05)
    server.kill()
    crowd.join()
    assert said.wrong == []
    assert said.gone, "it was killed while they wrote"
    kept = said.done - before
    check(Held(server.database), said)
    took = server.start()
    print(f"killed after {kept} of {POSTS}; served again after {took:.1f} s")  # noqa: T201  how it was, where it fails
    assert took < SERVING_AGAIN_SECONDS
    known = [one for one in sendings if one in said.ids]
    caught_up = find(server, token, chance.sample(known, min(20, len(known))))
    print(f"found again after {caught_up:.1f} s more")  # noqa: T201  how it was, where it fails
    send_again(server, token, sendings, said, chance)
    return took


def send_again(
    server: Server, token: str, sendings: list[Sending], said: Acknowledged, chance: random.Random
) -> None:
    """Everybody tries again with the same keys, also some who had been told that it was done."""
    earlier, again = dict(said.ids), Acknowledged()
    unsure = [one for one in sendings if one not in earlier]
    sure = chance.sample([one for one in sendings if one in earlier], 10)
    Crowd(server, token, [*sure, *unsure], again).join()
    assert (again.wrong, again.gone) == ([], 0)
    assert again.done == len(sure) + len(unsure)
    assert [one for one in sure if one in again.ids and again.ids[one] != earlier[one]] == []
    said.ids.update(again.ids)
    said.lost |= again.lost - said.ids.keys()
    said.gone = 0
    check(Held(server.database), said)


def everything_arrives(server: Server, said: Acknowledged) -> None:
    """Whoever asked is told of every answer exactly once, and nothing is left to deliver."""
    began = time.monotonic()
    while (held := Held(server.database)).waiting:
        assert time.monotonic() - began < DELIVERED_SECONDS, held.waiting[:5]
        time.sleep(0.2)
    assert held.told == dict.fromkeys([row.id for row in held.posts], 1)
    assert said.done == len(held.posts)
