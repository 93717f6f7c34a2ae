"""Where limits are counted while there is no Redis: in memory, saved to the database every few seconds.

Counting itself costs no write: what changed is saved by the drainer, and once more when the process ends. At the
start it is read back, so that a restart gives nobody a fresh allowance.
"""

from __future__ import annotations

import math
import threading
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from limits.storage.base import MovingWindowSupport, Storage
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from models import SavedLimit

from .action import unit_of_work
from .clock import now
from .session import database, session

# Often enough that a crash gives away a handful of acts; seldom enough that nobody notices the write.
SAVE_SECONDS = 5.0
# A window as short as this is over before a process has started anew.
LEAST_WORTH_SAVING = 60


@dataclass
class Bucket:
    """The times at which acts were counted, the oldest first, and for how many seconds they count."""

    window: int
    times: deque[float] = field(default_factory=deque)

    def drop_old(self, at: float) -> None:
        """Forget what no longer counts."""
        while self.times and self.times[0] < at - self.window:
            self.times.popleft()


class Buckets(Storage, MovingWindowSupport):
    """A storage of the library `limits`: moving windows in memory that know what of them has changed."""

    STORAGE_SCHEME = ["throughway"]  # noqa: RUF012  the library's own way

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._buckets: dict[str, Bucket] = {}
        self._changed: set[str] = set()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library is to expect: nothing here fails."""
        return ValueError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count an act, unless the limit is reached."""
        at = _seconds()
        with self._lock:
            bucket = self._buckets.setdefault(key, Bucket(expiry))
            bucket.drop_old(at)
            if len(bucket.times) + amount > limit:
                return False
            bucket.times.extend([at] * amount)
            if expiry >= LEAST_WORTH_SAVING:
                self._changed.add(key)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002  the library's
        """When the oldest act that counts was counted, and how many there are."""
        at = _seconds()
        with self._lock:
            bucket = self._buckets.get(key)
            if bucket is None:
                return at, 0
            bucket.drop_old(at)
            return (bucket.times[0] if bucket.times else at), len(bucket.times)

    def get(self, key: str) -> int:
        """How many acts count."""
        bucket = self._buckets.get(key)
        return self.get_moving_window(key, 0, bucket.window)[1] if bucket else 0

    def get_expiry(self, key: str) -> float:
        """When the oldest act no longer counts."""
        bucket = self._buckets.get(key)
        return self.get_moving_window(key, 0, bucket.window)[0] + bucket.window if bucket else _seconds()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Fixed windows are not offered: they let twice as many through at their border.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("limits are moving windows here")

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def clear(self, key: str) -> None:
        """Empty one bucket."""
        with self._lock:
            self._buckets.pop(key, None)
            self._changed.discard(key)

    def reset(self) -> int:
        """Empty every bucket; how many there were."""
        with self._lock:
            number = len(self._buckets)
            self._buckets.clear()
            self._changed.clear()
            return number

    def take_changed(self) -> list[dict[str, Any]]:
        """The rows of what changed since this was last asked; buckets in which nothing counts any more are let go."""
        at = _seconds()
        with self._lock:
            for bucket in self._buckets.values():
                bucket.drop_old(at)
            self._buckets = {key: bucket for key, bucket in self._buckets.items() if bucket.times}
            changed, self._changed = sorted(self._changed & self._buckets.keys()), set()
            return [_row(key, self._buckets[key]) for key in changed]

    def put_back(self, keys: Iterable[str]) -> None:
        """These could not be saved: they are still to be."""
        with self._lock:
            self._changed.update(keys)

    def restore(self, key: str, window: int, counts: Iterable[Iterable[int]]) -> None:
        """Count again what was counted before, beside what has been counted since."""
        with self._lock:
            bucket = self._buckets.setdefault(key, Bucket(window))
            earlier = (float(second) for second, number in counts for _ in range(number))
            bucket.times = deque(sorted((*earlier, *bucket.times)))


def _row(key: str, bucket: Bucket) -> dict[str, Any]:
    """To whole seconds, and never earlier than it was, so that nothing ends too soon."""
    seconds = Counter(math.ceil(time) for time in bucket.times)
    until = datetime.fromtimestamp(max(seconds), UTC) + timedelta(seconds=bucket.window)
    return {"key": key, "window": bucket.window, "counts": sorted(seconds.items()), "until": until}


def _seconds() -> float:
    return now().timestamp()


BUCKETS = Buckets()
_LIVING = select(SavedLimit.key, SavedLimit.window, SavedLimit.counts).where(
    SavedLimit.until > bindparam("at")
)


def save() -> None:
    """Write down what was counted since the last time. Not within a request: it waits for the writer's place.

    Raises:
        Busy: that place was not to be had; the same is saved the next time.
    """
    rows = BUCKETS.take_changed()
    if not rows:
        return
    try:
        with unit_of_work():
            first = (sqlite if database().is_sqlite else postgresql).insert(SavedLimit)
            values = {name: first.excluded[name] for name in ("window", "counts", "until")}
            session().execute(first.on_conflict_do_update(index_elements=["key"], set_=values), rows)
    except BaseException:
        BUCKETS.put_back(row["key"] for row in rows)
        raise


def load() -> None:
    """At the start: count again what was saved and still counts."""
    for row in session().execute(_LIVING, {"at": now()}):
        BUCKETS.restore(row.key, row.window, row.counts)
