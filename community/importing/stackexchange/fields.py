"""Typed reading of a row's attributes; what does not fit raises Unfit with the attribute's name."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,18}\s*", re.ASCII)
_ANGLED_TAG = re.compile(r"<([^<>]+)>")


class Unfit(ValueError):
    """An attribute is missing or cannot be read."""


class Fields:
    """The attributes of one row. Every reader takes the attribute's name and raises Unfit on nonsense."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self._attributes = attributes

    def text(self, name: str) -> str:
        """The text, empty where the attribute is missing."""
        return self._attributes.get(name, "")

    def name(self, name: str) -> str | None:
        """The text without outer spaces, None where nothing is left."""
        return self._attributes.get(name, "").strip() or None

    def maybe_number(self, name: str) -> int | None:
        """The whole number, None where the attribute is missing or empty."""
        value = self._attributes.get(name, "")
        if not value.strip():
            return None
        if not _WHOLE.fullmatch(value):
            raise Unfit(f"{name} is no whole number: {value[:40]!r}")
        return int(value)

    def number(self, name: str) -> int:
        """The whole number, which must be there."""
        value = self.maybe_number(name)
        if value is None:
            raise Unfit(f"{name} is missing")
        return value

    def maybe_time(self, name: str) -> datetime | None:
        """The time in UTC, None where the attribute is missing; dumps write UTC without saying so."""
        value = self._attributes.get(name, "").strip()
        if not value:
            return None
        try:
            time = datetime.fromisoformat(value)
            return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
        except (ValueError, OverflowError):
            raise Unfit(f"{name} is no date: {value[:40]!r}") from None

    def time(self, name: str) -> datetime:
        """The time in UTC, which must be there."""
        value = self.maybe_time(name)
        if value is None:
            raise Unfit(f"{name} is missing")
        return value

    def tags(self, name: str) -> tuple[str, ...]:
        """The tags of `<a><b>` (to 2023) or `|a|b|` (since), in their order and each once."""
        value = self._attributes.get(name, "")
        found = _ANGLED_TAG.findall(value) if value.lstrip().startswith("<") else value.split("|")
        return tuple(dict.fromkeys(tag.strip() for tag in found if tag.strip()))
