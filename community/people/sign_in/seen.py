"""When a session or token was last used: kept at most every five minutes, after the answer is made."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from community.core.errors import Busy, NotFound

from .actions import sessions

EVERY_SECONDS = 300
MOST = 50_000

_kept: dict[str, float] = {}
_lock = threading.Lock()


def keep_session(session_id: str) -> None:
    """A session was used just now."""
    _keep(session_id, sessions.seen)


def keep_token(hash_: str) -> None:
    """A token was used just now."""
    _keep(hash_, sessions.token_used)


def just_began(session_id: str) -> None:
    """A session's row says already when it was seen."""
    _is_due(session_id)


def _keep(key: str, write: Callable[[str], None]) -> None:
    if _is_due(key):
        try:
            write(key)
        except (Busy, NotFound):
            return  # somebody's words wait for the writer: this may wait five minutes more


def _is_due(key: str) -> bool:
    at = time.monotonic()
    with _lock:
        if at - _kept.get(key, -EVERY_SECONDS) < EVERY_SECONDS:
            return False
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = at
        return True
