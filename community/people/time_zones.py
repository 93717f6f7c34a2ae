"""The time zones that a person may choose from."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

# Old names and fixed offsets, which nobody lives in.
_NO_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/", "Brazil/", "Canada/", "Chile/", "Mexico/")


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """Places by name, UTC first."""
    places = {name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACES)}
    return ("UTC", *sorted(places))
