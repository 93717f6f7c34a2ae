"""The index follows the database: what changed is read anew and put, or dropped where it is gone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

from community.access.audience import blocks
from community.core.session import session
from community.finder.engine import engine

from . import ownership, queries
from .actions import let_be_found
from .documents import documents_of, every_document

# What is read while a rebuild begins must be put before it does, or the rebuild would not know of it.
in_step = threading.Lock()


def follow(ids: Iterable[str]) -> None:
    """Have the index hold these threads and pages as they are now. It can be done again at any time.

    Raises:
        SearchUnavailable: the index is broken, locked, or another process writes it.
    """
    ownership.own()
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), queries.AT_ONCE):
        with in_step:
            _follow(wanted[start : start + queries.AT_ONCE])


def _follow(ids: Sequence[str]) -> None:
    session().rollback()
    # Blocks first: what they were written for is then in what is read after them.
    seen = blocks(ids)
    documents = documents_of(ids)
    session().rollback()
    there = {document.id for document in documents}
    engine().put(documents)
    engine().drop(id_ for id_ in ids if id_ not in there)
    if seen:
        engine().refresh()
        let_be_found(seen)


def rebuild(
    progress: Callable[[int], None] | None = None, after_each: Callable[[], None] | None = None
) -> None:
    """Build the index anew beside the old one, which keeps answering, and put it in its place.

    Args:
        progress: hears how many documents are done.
        after_each: called between batches, to end the read snapshot.

    Raises:
        SearchUnavailable: another process writes the index, or it is being rebuilt already.
    """
    ownership.own()
    with in_step:
        seen = blocks()
        if after_each is not None:
            after_each()
    engine().rebuild(every_document(after_each), progress)
    engine().refresh()
    if after_each is not None:
        after_each()
    if seen:
        let_be_found(seen)
