"""`/healthz` and `/readyz`: whether it can work, in one word, at little cost."""

from __future__ import annotations

import shutil
import time

import pytest

from app import create_app
from community.core import session as sessions
from community.core.session import connect, end_session, use
from community.core.settings import SettingsError, load
from tests import servers, services


def asked(app, path: str = "/readyz") -> tuple[int, str]:
    answer = app.test_client().get(path)
    assert answer.mimetype == "text/plain"
    return answer.status_code, answer.text


@pytest.mark.postgresql
def test_it_is_ready_for_one_small_question(app, count_queries, kind) -> None:
    assert asked(app) == (200, "ready\n")
    with count_queries() as said:
        assert asked(app) == (200, "ready\n")
    assert len(said) == 1


@pytest.mark.parametrize("harm", ["gone", "garbage"])
def test_without_its_index_it_is_not_ready_until_that_is_back(app, settings, harm) -> None:
    assert asked(app) == (200, "ready\n")
    record = settings.index / "current.json"
    kept = record.read_bytes()
    if harm == "gone":
        shutil.move(settings.index, settings.home / "elsewhere")
    else:
        record.write_text("{")
    assert asked(app) == (503, "not ready\n")
    assert asked(app, "/healthz")[0] == 200
    if harm == "gone":
        shutil.move(settings.home / "elsewhere", settings.index)
    else:
        record.write_bytes(kept)
    until = time.monotonic() + 20
    while asked(app)[0] == 503:
        assert time.monotonic() < until
        time.sleep(0.2)


def test_without_its_database_it_is_not_ready(app, tmp_path) -> None:
    ours = sessions.database()
    end_session()
    use(connect(f"sqlite:///{tmp_path / 'nowhere' / 'none.db'}"))
    try:
        assert asked(app) == (503, "not ready\n")
        assert asked(app, "/healthz")[0] == 200
    finally:
        end_session()
        use(ours)


def test_without_the_redis_that_is_set_it_is_not_ready(database, settings) -> None:
    away = f"redis://127.0.0.1:{servers.free_port()}/0"
    assert asked(create_app(settings.model_copy(update={"redis_url": away}))) == (503, "not ready\n")


def test_with_the_redis_that_is_set_it_is_ready(database, settings) -> None:
    url = services.redis_url()
    if url is None:
        pytest.skip("Redis is not there")
    assert asked(create_app(settings.model_copy(update={"redis_url": url}))) == (200, "ready\n")


def test_a_redis_of_another_kind_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="THROUGHWAY_REDIS_URL"):
        load(redis_url="http://127.0.0.1")
