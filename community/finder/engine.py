"""The one search engine of this process, opened when it is first asked for."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from community.core.errors import ThroughwayError
from community.core.settings import in_use
from search import Engine, SearchUnavailable, open_engine

from .actions import ask_rebuild

logger = logging.getLogger(__name__)

SAID_EVERY_SECONDS = 30.0


@dataclass
class _Kept:
    kind: str
    directory: Path
    engine: Engine


_opening = threading.Lock()
_kept: _Kept | None = None
_incomplete = threading.Event()
_said_at: float | None = None


def engine() -> Engine:
    """The engine over the index that the settings name."""
    global _kept  # noqa: PLW0603  one process, one index
    wanted = in_use()
    directory = wanted.index.absolute()
    with _opening:
        if _kept is None or (_kept.kind, _kept.directory) != (wanted.search, directory):
            _close()
            _kept = _Kept(wanted.search, directory, open_engine(wanted.search, directory))
        return _kept.engine


def asked_engine() -> Engine:
    """The engine, to be asked a question.

    Raises:
        SearchUnavailable: most of the index is still to be built.
    """
    if _incomplete.is_set():
        raise SearchUnavailable("the index is being built")
    return engine()


def set_incomplete(*, is_so: bool) -> None:
    """Say whether most of the index is missing, so that nothing is asked of it until it is built."""
    if is_so:
        _incomplete.set()
    else:
        _incomplete.clear()


def close() -> None:
    """Let go of the index."""
    with _opening:
        _close()


def _close() -> None:
    global _kept, _said_at  # noqa: PLW0603  one process, one index
    if _kept is not None:
        _kept.engine.close()
    _kept = _said_at = None
    _incomplete.clear()


def was_unavailable(error: SearchUnavailable) -> None:
    """A question could not be answered: log it, and have the index looked at. Now and then, not each time."""
    global _said_at  # noqa: PLW0603  one process, one index
    moment = time.monotonic()
    with _opening:
        if _said_at is not None and moment - _said_at < SAID_EVERY_SECONDS:
            return
        _said_at = moment
    logger.warning("the search index does not answer: %s", error, exc_info=error.__cause__)
    try:
        ask_rebuild()
    except (ThroughwayError, SQLAlchemyError):
        logger.warning("its rebuilding could not be asked for", exc_info=True)
