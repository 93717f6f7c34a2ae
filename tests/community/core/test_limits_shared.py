"""Limits that several processes count together in Redis, and what happens while it is away."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from datetime import timedelta

import pytest
import time_machine
from limits.storage import RedisStorage

from community.core import limits, shared
from community.core import settings as settings_module
from community.core.buckets import BUCKETS
from community.core.clock import now
from community.core.errors import TooSoon
from community.core.settings import Settings
from community.core.viewer import Viewer
from tests import servers, services

ELSEWHERE = """
from community.core import limits, settings
from community.core.errors import TooSoon
from community.core.viewer import Viewer
settings.use(settings.Settings(redis_url={url!r}))
through = 0
for _ in range(100):
    try:
        limits.spend(Viewer(person_id={who!r}, standing="person"), "ask")
        through += 1
    except TooSoon:
        pass
print(through)
"""


@pytest.fixture(scope="module")
def redis() -> str:
    url = services.redis_url()
    if url is None:
        pytest.skip("Redis is not there")
    return url


@pytest.fixture(autouse=True)
def forgotten():
    limits.forget()
    yield
    limits.forget()


@pytest.fixture
def who() -> Viewer:
    """Somebody new, since the counts of this Redis outlive the test."""
    return Viewer(person_id=uuid.uuid4().hex[:12], standing="person")


def use(url: str) -> None:
    settings_module.use(Settings(redis_url=url))


def spend_all(who: Viewer, kind: str, most: int) -> int:
    through = 0
    for _ in range(most):
        try:
            limits.spend(who, kind)
        except TooSoon:
            break
        through += 1
    return through


@pytest.mark.parametrize("limit", ["ask", "message", "community", "upload_size"])
def test_each_number_is_hit_exactly(redis, who, limit) -> None:
    use(redis)
    least = min(item.amount for item in limits._ITEMS[limit])
    cost = 512 if limit == "upload_size" else 1
    with time_machine.travel(now(), tick=False):
        for _ in range(least // cost):
            limits.spend(who, limit, cost=cost)
        with pytest.raises(TooSoon) as refused:
            limits.spend(who, limit)
    with time_machine.travel(now() + timedelta(seconds=refused.value.retry_after + 1), tick=False):
        limits.spend(who, limit)
    assert BUCKETS.reset() == 0, "nothing is counted in this process"


def test_processes_count_together(redis, who) -> None:
    use(redis)
    code = ELSEWHERE.format(url=redis, who=who.person_id)
    here = spend_all(who, "ask", 5)
    others = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(2)
    ]
    through = [int(one.communicate(timeout=60)[0]) for one in others]
    assert here + sum(through) == 20
    with pytest.raises(TooSoon):
        limits.spend(who, "ask")


def test_a_restart_forgets_nothing(redis, who) -> None:
    use(redis)
    assert spend_all(who, "community", 9) == 5
    limits.forget()
    shared.pool.cache_clear()
    limits._windows_at.cache_clear()
    assert spend_all(who, "community", 9) == 0


def test_while_it_is_away_each_process_counts_alone_and_nobody_waits(who) -> None:
    use(f"redis://127.0.0.1:{servers.free_port()}/0")
    began = time.monotonic()
    assert spend_all(who, "ask", 100) == 20
    assert time.monotonic() - began < 5
    assert BUCKETS.reset() == 1


def test_one_that_does_not_answer_is_asked_seldom(who, hanging) -> None:
    use(hanging)
    began = time.monotonic()
    for _ in range(20):
        limits.spend(who, "ask")
    took = time.monotonic() - began
    assert shared.PATIENCE_SECONDS * 0.5 < took < limits.AWAY_SECONDS, took


@pytest.fixture
def hanging():
    """A server that takes connections and says nothing."""
    with servers.socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


def test_once_it_is_back_it_counts_again(redis, who, monkeypatch) -> None:
    use(f"redis://127.0.0.1:{servers.free_port()}/0")
    limits.spend(who, "community")
    use(redis)
    assert limits._shared_windows() is None
    monkeypatch.setattr(limits, "_away_until", time.monotonic())
    assert spend_all(who, "community", 9) == 5


def test_what_fails_half_way_is_counted_here(redis, who, monkeypatch) -> None:
    use(redis)

    def gone(*_args: object, **_kwargs: object) -> bool:
        raise shared.RedisError("gone in between")

    monkeypatch.setattr(RedisStorage, "acquire_entry", gone)
    assert spend_all(who, "ask", 100) == 20
