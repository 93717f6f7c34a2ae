"""Lists at the edge: how many and from where a request asks for, and how the API answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Response, jsonify, request

from .errors import Invalid
from .paging import LIMIT, MOST, Paged

T = TypeVar("T")


def limit_and_cursor(default: int = LIMIT, most: int = MOST) -> tuple[int, str | None]:
    """`?limit=` and `?after=` of this request; the cursor is read by whoever knows its keys.

    Args:
        default: how many, where the request does not say.
        most: how many at once at most.

    Raises:
        Invalid: the limit is no number from 1 to `most`.
    """
    asked = request.args.get("limit")
    after = request.args.get("after") or None
    if asked is None:
        return default, after
    limit = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 4 else 0  # noqa: PLR2004
    if not 1 <= limit <= most:
        raise Invalid("limit", "This should be a number from 1 to %(most)d", most=most)
    return limit, after


def paged_json(found: Paged[T], shape: Callable[[T], Mapping[str, Any]]) -> Response:
    """One page of a list as the API writes it: `{"items": […], "next": "CURSOR" | null}`.

    Args:
        found: the page.
        shape: one item as JSON.
    """
    return jsonify({"items": [shape(one) for one in found.items], "next": found.next})
