"""Every door of the app (route, API call, socket event, command) names its permission, or says why it needs none.

The decorator goes outermost. `unnamed` is asked at the start: the app refuses to run with a door that names none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from .permissions import Permission

F = TypeVar("F", bound=Callable[..., Any])


def permission(*permissions: Permission) -> Callable[[F], F]:
    """Name what a door asks for: one permission, or one for each field that is an act of its own."""

    def mark(function: F) -> F:
        function.permissions = permissions  # type: ignore[attr-defined]
        return function

    return mark


def no_permission(reason: str) -> Callable[[F], F]:
    """Say why a door needs none: it comes before sign-in, or shows nothing of anybody's."""

    def mark(function: F) -> F:
        function.needs_none = reason  # type: ignore[attr-defined]
        return function

    return mark


def unnamed(doors: Mapping[str, Callable[..., Any]], known: Iterable[str] = ()) -> list[str]:
    """The doors that name no permission and give no reason.

    Args:
        doors: every door by name.
        known: names of doors that a library brings along.
    """
    return sorted(
        name
        for name, door in doors.items()
        if name not in set(known) and not hasattr(door, "permissions") and not hasattr(door, "needs_none")
    )
