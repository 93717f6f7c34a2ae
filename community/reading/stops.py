"""The stops of a thread's line: where one can get off without a drag."""

from __future__ import annotations

MOST_TICKS = 6
SHORTEST_STEP = 10
# Below that a thread is seen at a glance.
LONG_ENOUGH = 6


def stops(last: int, first_unread: int | None) -> list[int]:
    """The numbers to offer between a thread's text and its end: what is new, the last, and a few between.

    Args:
        last: the number of the last post.
        first_unread: that of the first new one, if any.
    """
    if last < LONG_ENOUGH:
        return []
    step = SHORTEST_STEP * -(-last // (MOST_TICKS * SHORTEST_STEP))
    ticks = range(step, last - step // 2, step)
    return sorted({*ticks, last} | ({first_unread} if first_unread else set()))
