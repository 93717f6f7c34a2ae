"""What time it is. Everything asks here, so that a test can say otherwise."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present time in UTC, with its zone."""
    return datetime.now(UTC)


def micros(at: datetime) -> int:
    """Microseconds since 1970 (UTC): the unit of `activity`."""
    return int(at.timestamp() * 1_000_000)


def iso(at: datetime) -> str:
    """A time as the API writes it: 2026-11-21T20:26:00Z."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
