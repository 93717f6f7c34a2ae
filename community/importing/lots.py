"""Things by the lot, so that neither memory nor a statement grows with the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

# Databases take a bounded number of parameters in one statement.
MANY = 500

T = TypeVar("T")


def by(number: int, things: Iterable[T]) -> Iterator[list[T]]:
    """The things in lists of so many."""
    left = iter(things)
    while some := list(islice(left, number)):
        yield some
