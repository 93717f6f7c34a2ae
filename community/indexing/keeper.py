"""The keeper of the index in the process that serves: rebuilds it in the background when it has to be."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from pathlib import Path
from typing import Any

from community.core import clockwork, drainer
from community.core.session import end_session, session
from community.core.settings import in_use
from community.finder.actions import BROKEN, REINDEX
from community.finder.engine import engine, set_incomplete

from . import ownership, queries
from .following import rebuild

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 60.0
AGAIN_AFTER_SECONDS = (5.0, 30.0, 120.0, 300.0)
# With less than this share of what there is, plain SQL finds more than the index.
ENOUGH = 0.9


class Keeper(threading.Thread):
    """Looks at the index when it begins, then waits to be told that it is broken or to be built anew."""

    def __init__(self) -> None:
        super().__init__(name="keeper of the index", daemon=True)
        self._wanted: set[str] = set()
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._ended = threading.Event()

    def want(self, request: str) -> None:
        """Have it looked at (BROKEN), or rebuilt for whoever asks by this id."""
        with self._lock:
            self._wanted.add(request)
        self._bell.set()

    def run(self) -> None:
        """Keep it until stopped; nothing that fails ends it."""
        self._until_done(self._begin)
        while not self._ended.is_set():
            self._bell.wait()
            self._bell.clear()
            if not self._ended.is_set():
                self._until_done(self._serve)

    def stop(self) -> None:
        """End after what is being done."""
        self._ended.set()
        self._bell.set()
        self.join(10)

    def _until_done(self, work: Any) -> None:
        """Do it, again and again while it fails, with longer and longer pauses."""
        for tries in range(1_000_000):
            try:
                work()
            except Exception as error:
                logger.warning("the search index could not be rebuilt: %s", error, exc_info=True)
            else:
                return
            finally:
                end_session()
            if self._ended.wait(AGAIN_AFTER_SECONDS[min(tries, len(AGAIN_AFTER_SECONDS) - 1)]):
                return

    def _begin(self) -> None:
        """Rebuild it unless it is whole and holds what the database holds, once it has followed what was left."""
        ownership.own(PATIENCE_SECONDS)
        state, wanted = engine().check(), expected()
        if not state.ok or state.documents < wanted * ENOUGH:
            self._rebuild({BROKEN})
            return
        self._wait_for_followers()
        if engine().check().documents != expected():
            self._rebuild({BROKEN})

    def _wait_for_followers(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while queries.is_behind() and time.monotonic() < until and not self._ended.wait(0.5):
            session().rollback()
        session().rollback()

    def _serve(self) -> None:
        with self._lock:
            requests, self._wanted = self._wanted, set()
        try:
            if requests != {BROKEN} or not engine().check().ok:
                self._rebuild(requests)
        except Exception:
            with self._lock:
                self._wanted |= requests
            raise

    def _rebuild(self, requests: set[str]) -> None:
        wanted = expected()
        try:
            state = engine().check()
            set_incomplete(is_so=not state.ok or state.documents < wanted * ENOUGH)
            rebuild(lambda done: note(requests, "running", done, wanted), lambda: session().rollback())
            set_incomplete(is_so=False)
        except Exception as error:
            note(requests, "failed", 0, wanted, str(error))
            raise
        note(requests, "done", engine().check().documents, wanted)
        logger.info("the search index was rebuilt")


def expected() -> int:
    """How many documents the index should hold now."""
    number = queries.number_of_roots()
    session().rollback()
    return number


def progress_path() -> Path:
    """Where the keeper tells how far it is."""
    return in_use().home / "reindex.json"


def note(requests: set[str], state: str, done: int, of: int, problem: str = "") -> None:
    """Tell those who asked how far it is."""
    content = {"requests": sorted(requests), "state": state, "documents": done, "of": of, "problem": problem}
    path = progress_path()
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(content))
    beside.replace(path)


_keeper: Keeper | None = None


def begin() -> None:
    """The process that serves has begun: keep its index."""
    global _keeper  # noqa: PLW0603  one process, one index
    if _keeper is None or not _keeper.is_alive():
        _keeper = Keeper()
        _keeper.start()


def end() -> None:
    """No longer keep it."""
    if _keeper is not None:
        _keeper.stop()


def look(request: str) -> None:
    """The clock says that a rebuild was asked for: done in the background where there is a keeper, else here.

    Raises:
        SearchUnavailable: another process writes the index, and will do it.
    """
    if _keeper is not None and _keeper.is_alive():
        _keeper.want(request)
        return
    ownership.own(0)
    if request != BROKEN or not engine().check().ok:
        rebuild()
        note({request}, "done", engine().check().documents, queries.number_of_roots())


def register() -> None:
    """Connect it: to the clock, by which a rebuild is asked for, and to the process that serves."""
    clockwork.on_due(REINDEX, look)
    drainer.at_start(begin)
    drainer.at_end(end)
