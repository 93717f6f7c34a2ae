"""Anonymous pages kept as bytes: least recently used goes first.

Keys hold everything a page depends on (path, stream numbers, locale, build, public epoch), so nothing is ever
invalidated; an entry that is no longer asked for simply falls out.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

SIZE = 64 * 1024 * 1024
SECONDS = 60.0


class PageCache:
    """A bounded map from key to (ETag, body)."""

    def __init__(self, size: int = SIZE, seconds: float = SECONDS) -> None:
        self._pages: OrderedDict[str, tuple[float, str, bytes]] = OrderedDict()
        self._lock = threading.Lock()
        self._left = size
        self._seconds = seconds

    def get(self, key: str) -> tuple[str, bytes] | None:
        """The ETag and body kept under this key, if it is there and young enough."""
        with self._lock:
            found = self._pages.get(key)
            if found is None:
                return None
            if time.monotonic() - found[0] > self._seconds:
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return found[1], found[2]

    def put(self, key: str, etag: str, body: bytes) -> None:
        """Keep a page; older ones make room."""
        with self._lock:
            if key in self._pages:
                self._drop(key)
            self._pages[key] = (time.monotonic(), etag, body)
            self._left -= len(body)
            while self._left < 0 and self._pages:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: str) -> None:
        self._left += len(self._pages.pop(key)[2])

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            for key in list(self._pages):
                self._drop(key)


pages = PageCache()
