"""Keyset paging: a cursor says where the last page ended, so that a list is as quick at its end as at its start."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from .errors import Invalid

T = TypeVar("T")
LIMIT = 20
MOST = 100


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of a list, and the cursors of the next (None at the end) and of the one before, where that is asked."""

    items: Sequence[T]
    next: str | None
    prev: str | None = None


def both_ways(
    rows: Sequence[T], limit: int, cursor_of: Callable[[T], str], *, after: str | None, before: str | None
) -> Paged[T]:
    """A page out of a list that is gone through in both directions.

    Args:
        rows: one more than fits, if there are; with `before` in the other order, nearest to the cursor first.
        limit: how many fit.
        cursor_of: what stands for a row.
        after: the cursor it came from, going on.
        before: the same, going back.
    """
    has_more, shown = len(rows) > limit, rows[:limit]
    if before:
        shown = shown[::-1]
    goes_on, came_from = (bool(before), has_more) if before else (has_more, bool(after))
    return Paged(
        shown,
        cursor_of(shown[-1]) if shown and goes_on else None,
        cursor_of(shown[0]) if shown and came_from else None,
    )


def encode(*keys: int | str) -> str:
    """A cursor that stands for these sort keys."""
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


def decode(cursor: str, *kinds: type) -> tuple[int | str, ...]:
    """The sort keys that a cursor stands for.

    Raises:
        Invalid: it is not one of ours.
    """
    try:
        keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, UnicodeError, RecursionError):
        raise Invalid("after", "This cursor is not one of ours") from None
    is_ours = isinstance(keys, list) and len(keys) == len(kinds)
    if not is_ours or not all(_is_key(key, kind) for key, kind in zip(keys, kinds, strict=True)):
        raise Invalid("after", "This cursor is not one of ours")
    return tuple(keys)


def moment(key: int | str) -> datetime:
    """The time that a key of a cursor stands for.

    Raises:
        Invalid: it is none.
    """
    try:
        at = datetime.fromisoformat(str(key))
    except ValueError:
        at = datetime.min  # noqa: DTZ901  no zone: refused below
    if at.tzinfo is None or at.year < 1970:  # noqa: PLR2004  nothing is older
        raise Invalid("after", "This cursor is not one of ours")
    return at


def _is_key(key: object, kind: type) -> bool:
    """Of the right kind, and such that a database takes it."""
    if type(key) is not kind:
        return False
    if isinstance(key, int):
        return abs(key) < 2**63
    return "\x00" not in str(key) and str(key).encode("utf-8", "replace").decode() == key
