"""The finder's one act: to have the index looked at."""

from __future__ import annotations

from community.core import clockwork
from community.core.action import action
from community.core.clock import now

REINDEX = "reindex"
BROKEN = "broken"


@action
def ask_rebuild(request: str = BROKEN) -> None:
    """Have whoever keeps the index rebuild it.

    Args:
        request: an id of the asker's, by which it is told when it is done; BROKEN: only if the index needs it.
    """
    clockwork.plan(REINDEX, request, now())
