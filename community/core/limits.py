"""Limits: the one table, and `spend`, which every door, action and socket calls.

One bucket per person and kind, whatever way they come in; per address only what is done signed out. They are counted
in Redis where the settings name one, so that all processes share them; else in this process (buckets.py), and there
too while Redis is away. Failed sign-ins are rows at once (people/sign_in/authenticate.py).
"""

from __future__ import annotations

import ipaddress
import logging
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from limits import RateLimitItem, parse_many
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from . import settings, shared
from .buckets import BUCKETS
from .clock import now
from .errors import TooSoon
from .viewer import Viewer

logger = logging.getLogger(__name__)

LIMITS: dict[str, str] = {
    "sign_up": "20 per hour",  # per address
    "reset": "3 per hour",  # mails, per account
    "search": "60 per minute",
    "suggestions": "240 per minute",
    "search_signed_out": "30 per minute",  # per address; suggestions too
    "ask": "20 per hour",
    "thread": "10 per hour",
    "post": "60 per 10 minute",
    "page_version": "120 per hour",
    "message": "30 per 10 second; 120 per minute",
    "direct": "20 per day",
    "reading": "120 per minute",  # marks of what was on screen
    "upload": "100 per hour",
    "upload_size": "10240 per day",  # in pieces of 100 KB as sent: 1 GB
    "warning": "20 per day",
    "report": "30 per day",
    "invitation": "50 per day",
    "community": "5 per day",
    "claim": "5 per day",
    "api_read": "600 per minute",
    "api_write": "120 per minute",
    "socket_event": "20 per second",
    "export": "3 per day",
    "flood": "10 per second",  # all that holds for somebody inside their own roadblock
}
_ITEMS: dict[str, list[RateLimitItem]] = {kind: parse_many(said) for kind, said in LIMITS.items()}

# After Redis did not answer it is asked again no sooner than this: meanwhile nobody waits for it.
AWAY_SECONDS = 5.0

_here = MovingWindowRateLimiter(BUCKETS)
_one_at_a_time = threading.Lock()
_away_until = 0.0
_lifted: ContextVar[bool] = ContextVar("limits_lifted", default=False)


@contextmanager
def lifted() -> Iterator[None]:
    """Within this nothing is counted: for what is written down in nobody's name at the doors (the demo).

    Nobody else's limits are touched: it holds for this thread's own doings alone.
    """
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


def spend(who: Viewer | str, kind: str, *, own_roadblock: bool = False, cost: int = 1) -> None:
    """Count one act of this kind, before it is done.

    Args:
        who: whose bucket: a person's, or signed out a key of the caller's (`address_key`, a hashed account).
        kind: one of LIMITS.
        own_roadblock: it happens inside the person's own roadblock, where only the flood bound holds.
        cost: how many it counts for.

    Raises:
        TooSoon: the limit is reached; it says how many seconds to wait.
    """
    key = _key(who)
    if key is None or _lifted.get() or settings.in_use().limits == "off":
        return
    kind, cost = ("flood", 1) if own_roadblock else (kind, cost)
    there = _shared_windows()
    if there is not None:
        try:
            _count(there, kind, key, cost)
        except (shared.RedisError, OSError) as error:
            _is_away(error)
        else:
            return
    with _one_at_a_time:
        _count(_here, kind, key, cost)


def _count(windows: MovingWindowRateLimiter, kind: str, key: str, cost: int) -> None:
    """Count it in each of the kind's windows, or in none. Of two processes at the border one is refused by `hit`."""
    for item in _ITEMS[kind]:
        if not windows.test(item, key, kind, cost=cost):
            raise TooSoon(retry_after=_seconds_left(windows, item, key, kind))
    for item in _ITEMS[kind]:
        if not windows.hit(item, key, kind, cost=cost):
            raise TooSoon(retry_after=_seconds_left(windows, item, key, kind))


def _shared_windows() -> MovingWindowRateLimiter | None:
    """Where all processes count together; None where there is no Redis, or it did not answer a moment ago."""
    url = settings.in_use().redis_url
    return _windows_at(url) if url and time.monotonic() >= _away_until else None


@lru_cache(maxsize=4)
def _windows_at(url: str) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(RedisStorage(url, shared.pool(url), key_prefix="throughway:limits"))


def _is_away(error: Exception) -> None:
    global _away_until  # noqa: PLW0603  one process, one Redis
    _away_until = time.monotonic() + AWAY_SECONDS
    logger.warning("Redis does not answer, so limits are counted in this process alone: %s", error)


def _key(who: Viewer | str) -> str | None:
    if isinstance(who, str):
        return who
    if who.standing == "command_line":
        return None
    if who.person_id is None:
        raise ValueError(
            "somebody signed out is counted by address: give address_key(…) in place of the viewer"
        )
    return f"p:{who.person_id}"


def _seconds_left(windows: MovingWindowRateLimiter, item: RateLimitItem, key: str, kind: str) -> int:
    left = windows.get_window_stats(item, key, kind).reset_time - now().timestamp()
    return max(1, math.ceil(left))


def address_key(remote: str | None) -> str:
    """The bucket of a network address: of IPv6 its /64, which one household has."""
    try:
        address = ipaddress.ip_address((remote or "").partition("%")[0])
    except ValueError:
        return "a:unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return f"a:{ipaddress.ip_network((address, 64), strict=False)}"
        address = address.ipv4_mapped
    return f"a:{address}"


def forget() -> None:
    """Empty every bucket of this process, and ask Redis again at once (tests)."""
    global _away_until  # noqa: PLW0603  one process, one Redis
    _away_until = 0.0
    BUCKETS.reset()
