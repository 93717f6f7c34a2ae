"""What time it is. Everything asks here, so that a test can say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_as_if: ContextVar[datetime | None] = ContextVar("as_if", default=None)


def now() -> datetime:
    """The present time in UTC, with its zone."""
    return _as_if.get() or datetime.now(UTC)


@contextmanager
def as_if(at: datetime) -> Iterator[None]:
    """Within this it is as late as that, and stays so: for what is written with a time of its own (the demo).

    Nobody else's clock is touched: it holds for this thread's own doings alone.
    """
    token = _as_if.set(at)
    try:
        yield
    finally:
        _as_if.reset(token)


def micros(at: datetime) -> int:
    """Microseconds since 1970 (UTC): the unit of `activity`."""
    return int(at.timestamp() * 1_000_000)


def iso(at: datetime) -> str:
    """A time as the API writes it: 2026-11-21T20:26:00Z."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
