"""Limits: the one table, and `spend`, which every door, action and socket calls.

One bucket per person and kind, whatever way they come in; per address only what is done signed out. Failed
sign-ins are counted in rows (people/sign_in/attempts.py), so that a restart forgets nothing.
"""

from __future__ import annotations

import ipaddress
import math
import threading
import time

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from . import settings
from .errors import TooSoon
from .viewer import Viewer

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
    "upload": "100 per hour",
    "warning": "20 per day",
    "report": "30 per day",
    "invitation": "50 per day",
    "community": "5 per day",
    "api_read": "600 per minute",
    "api_write": "120 per minute",
    "socket_event": "20 per second",
    "export": "3 per day",
    "flood": "10 per second",  # all that holds for somebody inside their own roadblock
}
_ITEMS: dict[str, list[RateLimitItem]] = {kind: parse_many(said) for kind, said in LIMITS.items()}

_windows = MovingWindowRateLimiter(MemoryStorage())
_one_at_a_time = threading.Lock()


def spend(who: Viewer | str, kind: str, *, own_roadblock: bool = False) -> None:
    """Count one act of this kind, before it is done.

    Args:
        who: whose bucket: a person's, or signed out a key of the caller's (`address_key`, a hashed account).
        kind: one of LIMITS.
        own_roadblock: it happens inside the person's own roadblock, where only the flood bound holds.

    Raises:
        TooSoon: the limit is reached; it says how many seconds to wait.
    """
    key = _key(who)
    if key is None or settings.in_use().limits == "off":
        return
    kind = "flood" if own_roadblock else kind
    with _one_at_a_time:
        for item in _ITEMS[kind]:
            if not _windows.test(item, key, kind):
                raise TooSoon(retry_after=_seconds_left(item, key, kind))
        for item in _ITEMS[kind]:
            _windows.hit(item, key, kind)


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


def _seconds_left(item: RateLimitItem, key: str, kind: str) -> int:
    return max(1, math.ceil(_windows.get_window_stats(item, key, kind).reset_time - time.time()))


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
    """Empty every bucket (tests)."""
    _windows.storage.reset()
