"""Stopped or killed and begun anew: nobody's limit is fresh again."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests import services

from .serving import Connection, Server

pytestmark = [pytest.mark.committing, pytest.mark.timeout(180)]

SAVED_WITHIN_SECONDS = 20.0


@dataclasses.dataclass
class Limited(Server):
    """One that counts."""

    more: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "THROUGHWAY_LIMITS": "on", **self.more}

    def end(self) -> None:
        """As whoever runs it ends it."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


def found(connection: Connection, number: int) -> int:
    asked = {"slug": f"c{number}", "name": f"C {number}"}
    return connection.ask("POST", "/api/v1/communities", asked)[0]


def begun(server: Limited, token: str = "") -> tuple[Connection, str]:
    server.start()
    token = token or server.person("Ana")
    return server.connection(token), token


def found_all(server: Limited) -> str:
    """As many communities as one may found in a day; the token of who did."""
    connection, token = begun(server)
    assert [found(connection, number) for number in range(6)] == [201] * 5 + [429]
    connection.close()
    return token


def still_refused(server: Limited, token: str) -> None:
    connection, _ = begun(server, token)
    status, answer = connection.ask("POST", "/api/v1/communities", {"slug": "c9", "name": "C 9"})
    connection.close()
    assert status == 429, answer


def test_stopped_it_has_saved_what_it_counted(tmp_path: Path) -> None:
    server = Limited(tmp_path)
    try:
        token = found_all(server)
        server.end()
        still_refused(server, token)
    finally:
        server.stop()


def test_killed_it_had_saved_it_a_few_seconds_before(tmp_path: Path) -> None:
    server = Limited(tmp_path)
    try:
        token = found_all(server)
        until = time.monotonic() + SAVED_WITHIN_SECONDS
        while not saved(tmp_path / "throughway.db"):
            assert time.monotonic() < until
            time.sleep(0.2)
        server.kill()
        still_refused(server, token)
    finally:
        server.stop()


def saved(path: Path) -> bool:
    """Whether all five stand in the database."""
    connection = sqlite3.connect(path, timeout=10)
    try:
        rows = connection.execute("SELECT counts FROM saved_limit WHERE key LIKE '%/community/%'").fetchall()
    finally:
        connection.close()
    return any(sum(number for _, number in json.loads(row[0])) == 5 for row in rows)


def test_with_redis_it_is_remembered_there(tmp_path: Path) -> None:
    url = services.redis_url()
    if url is None:
        pytest.skip("Redis is not there")
    server = Limited(tmp_path, more={"THROUGHWAY_REDIS_URL": url})
    try:
        token = found_all(server)
        server.kill()
        still_refused(server, token)
        assert not saved(tmp_path / "throughway.db")
    finally:
        server.stop()
