"""The limits' table, one bucket per person and kind."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app import create_app
from community.core import action, buckets, drainer, limits
from community.core import settings as settings_module
from community.core.buckets import BUCKETS
from community.core.clock import now
from community.core.errors import Busy, TooSoon
from community.core.session import session
from community.core.settings import Settings
from community.core.viewer import COMMAND_LINE, SIGNED_OUT, Viewer
from community.operations import serving
from models import SavedLimit

ANA = Viewer(person_id="ana", standing="person")
BEN = Viewer(person_id="ben", standing="person")


@pytest.fixture(autouse=True)
def on(home):
    settings_module.use(Settings(home=home))
    limits.forget()
    yield
    limits.forget()


@pytest.mark.parametrize("limit", sorted(limits.LIMITS))
def test_each_number_is_hit_exactly(limit) -> None:
    least = min(item.amount for item in limits._ITEMS[limit])
    with time_machine.travel(now(), tick=False):
        for _ in range(least):
            limits.spend(ANA, limit)
        with pytest.raises(TooSoon) as refused:
            limits.spend(ANA, limit)
        limits.spend(BEN, limit)
    with time_machine.travel(now() + timedelta(seconds=refused.value.retry_after + 1), tick=False):
        limits.spend(ANA, limit)


def test_a_refused_act_costs_nothing() -> None:
    with time_machine.travel(now(), tick=False):
        for _ in range(30):
            limits.spend(ANA, "message")
        for _ in range(200):
            with pytest.raises(TooSoon):
                limits.spend(ANA, "message")
    with time_machine.travel(now() + timedelta(seconds=11), tick=False):
        for _ in range(30):
            limits.spend(ANA, "message")


def test_inside_one_s_own_roadblock_only_the_flood_bound_holds() -> None:
    for second in range(10):
        with time_machine.travel(now() + timedelta(seconds=2 * second), tick=False):
            for _ in range(10):
                limits.spend(ANA, "post", own_roadblock=True)
            with pytest.raises(TooSoon):
                limits.spend(ANA, "post", own_roadblock=True)
    limits.spend(ANA, "post")


def test_the_command_line_is_not_limited_and_nobody_needs_an_address() -> None:
    for _ in range(100):
        limits.spend(COMMAND_LINE, "ask")
    with pytest.raises(ValueError, match="address_key"):
        limits.spend(SIGNED_OUT, "search_signed_out")


def test_off_is_off(home) -> None:
    settings_module.use(Settings(home=home, limits="off"))
    for _ in range(100):
        limits.spend(ANA, "community")


@pytest.mark.parametrize(
    ("remote", "key"),
    [
        ("192.0.2.7", "a:192.0.2.7"),
        ("::ffff:192.0.2.7", "a:192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "a:2001:db8:1:2::/64"),
        ("fe80::1%eth0", "a:fe80::/64"),
        (None, "a:unknown"),
        ("unix:", "a:unknown"),
    ],
)
def test_addresses_are_counted_by_household(remote, key) -> None:
    assert limits.address_key(remote) == key


def test_of_many_at_once_exactly_as_many_get_through_as_may() -> None:
    through: list[int] = []

    def go() -> None:
        for _ in range(20):
            try:
                limits.spend(ANA, "page_version")
            except TooSoon:
                continue
            through.append(1)

    threads = [threading.Thread(target=go) for _ in range(10)]
    with time_machine.travel(now(), tick=False):
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert len(through) == 120


# A restart


def restart() -> None:
    """As if the process began anew: what it remembers is what was saved."""
    BUCKETS.reset()
    buckets.load()


@pytest.mark.postgresql
def test_a_restart_forgets_no_limit(database, kind) -> None:
    began = now()
    with time_machine.travel(began, tick=False):
        for _ in range(5):
            limits.spend(ANA, "community")
        buckets.save()
        restart()
        with pytest.raises(TooSoon) as refused:
            limits.spend(ANA, "community")
        limits.spend(BEN, "community")
        assert (
            timedelta(hours=23) < timedelta(seconds=refused.value.retry_after) <= timedelta(days=1, seconds=1)
        )
    with time_machine.travel(began + timedelta(seconds=refused.value.retry_after + 1), tick=False):
        limits.spend(ANA, "community")


@pytest.mark.postgresql
def test_what_was_counted_since_the_last_save_is_saved_by_the_next(database, kind) -> None:
    with time_machine.travel(now(), tick=False):
        for _ in range(3):
            limits.spend(ANA, "community")
            buckets.save()
            restart()
        limits.spend(ANA, "community", cost=2)
        buckets.save()
        restart()
        with pytest.raises(TooSoon):
            limits.spend(ANA, "community")
    assert session().scalar(select(func.count()).select_from(SavedLimit)) == 1


@pytest.mark.postgresql
def test_only_what_is_worth_it_is_saved_and_only_what_lives_is_loaded(database, kind) -> None:
    with time_machine.travel(now(), tick=False):
        limits.spend(ANA, "socket_event")
        limits.spend(ANA, "search")
        buckets.save()
    assert ["search" in key for key in session().scalars(select(SavedLimit.key))] == [True]
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        restart()
        assert BUCKETS.reset() == 0


def test_counting_writes_nothing_and_saving_only_what_changed(database, count_queries) -> None:
    with count_queries() as asked:
        for _ in range(50):
            limits.spend(ANA, "post")
    assert not asked
    buckets.save()
    with count_queries() as asked:
        buckets.save()
    assert not asked


def test_what_could_not_be_saved_is_saved_the_next_time(database, monkeypatch) -> None:
    limits.spend(ANA, "ask")
    monkeypatch.setattr(action, "WAIT_SECONDS", 0.0)
    action.writers.take()
    try:
        with pytest.raises(Busy):
            buckets.save()
    finally:
        action.writers.leave()
    buckets.save()
    assert session().scalar(select(func.count()).select_from(SavedLimit)) == 1


def test_what_is_over_is_let_go_of(database) -> None:
    limits.spend(ANA, "search")
    with time_machine.travel(now() + timedelta(minutes=2)):
        buckets.save()
    assert not BUCKETS.reset()


def test_the_process_that_serves_saves_by_itself_and_when_it_ends(settings, fresh_database) -> None:
    create_app(settings.model_copy(update={"limits": "on"}))
    running = drainer.Drainer()
    running.start()
    try:
        limits.spend(ANA, "ask")
        wanted = select(func.count()).select_from(SavedLimit)
        until = time.monotonic() + 30
        while not session().scalar(wanted):
            assert time.monotonic() < until
            session().rollback()
            time.sleep(0.1)
    finally:
        running.stop()
    limits.spend(BEN, "ask")
    serving._leave(None, None)
    assert session().scalar(wanted) == 2
