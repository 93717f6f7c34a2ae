"""What happens in the demo, as stories/*.toml tell it: acts in the order of time. Pure: nothing is looked up here.

A story says when it begins ("21d 09:12": at that time, so many days ago; "3h": so long before now), and of each step
how long it came after the one before it.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

# Whose eyes the demo is seen with: they have an inbox, drafts, and a way to sign in.
MAIN = "mira"
STORIES = Path(__file__).parent / "stories"
# Between what belongs to one step and has no time of its own, such as letting people into a new community.
ONE_BY_ONE = timedelta(minutes=1)

_DAY = re.compile(r"(\d+)d (\d\d):(\d\d)")
_SPAN = re.compile(r"\d+[dhm](?: \d+[dhm])*")
_PART = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """One thing that one of its people does, and when. `story` is the key of the thread or page it is about."""

    at: datetime
    by: str
    does: str
    story: str
    given: Table


@cache
def _texts() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted(STORIES.glob("*.toml")))


def fingerprint() -> str:
    """What tells this release's demo from another one's."""
    return hashlib.sha256("\x00".join(_texts()).encode()).hexdigest()


def acts(began: datetime) -> list[Act]:
    """All of them, the earliest first.

    Args:
        began: the moment that the stories count back from.

    Raises:
        ValueError: a story says a time that is none, or goes back in time.
    """
    told = [act for text in _texts() for act in _told(tomllib.loads(text), began)]
    return sorted(told, key=lambda act: act.at)


def _told(file: Table, began: datetime) -> Iterator[Act]:
    for one in file.get("person", ()):
        yield Act(moment(one["at"], began), "", "person", "", _rest(one, "at"))
    for one in file.get("community", ()):
        yield from _community(one, began)
    for does, kind in (("open", "thread"), ("page", "page")):
        for one in file.get(kind, ()):
            yield from _story(does, one, began)
    for one in file.get("act", ()):
        yield Act(moment(one["at"], began), one["by"], one["does"], "", _rest(one, "at", "by", "does"))


def _community(one: Table, began: datetime) -> Iterator[Act]:
    at = moment(one["at"], began)
    yield Act(at, one["by"], "found", "", _rest(one, "at", "by", "roles"))
    for role, people in one["roles"].items():
        for person in people:
            at += ONE_BY_ONE
            given = {"community": one["key"], "person": person, "role": role}
            yield Act(at, one["by"], "let_in", "", given)


def _story(does: str, one: Table, began: datetime) -> Iterator[Act]:
    at = moment(one["at"], began)
    yield Act(at, one["by"], does, one["key"], _rest(one, "at", "by", "then"))
    for step in one.get("then", ()):
        before, at = at, moment(step["at"], began) if "at" in step else at + span(step["after"])
        if at <= before:
            raise ValueError(f"{one['key']}: {step} comes before the step before it")
        yield Act(at, step["by"], step["does"], one["key"], _rest(step, "at", "after", "by", "does"))


def _rest(table: Table, *taken: str) -> Table:
    return {name: value for name, value in table.items() if name not in taken}


def moment(said: str, began: datetime) -> datetime:
    """The time that is meant."""
    found = _DAY.fullmatch(said)
    if not found:
        return began - span(said)
    days, hour, minute = map(int, found.groups())
    return datetime.combine(began.astimezone(UTC).date(), time(hour, minute), UTC) - timedelta(days=days)


def span(said: str) -> timedelta:
    """How long is meant by '1d 2h', '25m'."""
    if not _SPAN.fullmatch(said):
        raise ValueError(f"no time: {said}")
    return timedelta(**{_UNITS[unit]: int(number) for number, unit in _PART.findall(said)})
