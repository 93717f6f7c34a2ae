"""The limits' table, one bucket per person and kind."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from community.core import limits
from community.core import settings as settings_module
from community.core.clock import now
from community.core.errors import TooSoon
from community.core.settings import Settings
from community.core.viewer import COMMAND_LINE, SIGNED_OUT, Viewer

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
