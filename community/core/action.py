"""The unit of work: the only place (besides the outbox) that commits.

The outermost `@action` ends the read snapshot, waits for the writer's place (SQLite has one), begins, runs,
writes the streams, commits or rolls back everything, then nudges whoever waits for news.
"""

from __future__ import annotations

import functools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import inspect
from sqlalchemy.exc import InvalidRequestError, OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from . import streams
from .errors import Busy, NotFound
from .session import IMMEDIATE, database, memo, session

P = ParamSpec("P")
R = TypeVar("R")

WAIT_SECONDS = 3.0
# At most a quarter of 200 threads may wait to write, or they would take every thread from the readers.
MOST_WAITING = 50

_inside: ContextVar[bool] = ContextVar("inside_unit_of_work", default=False)
_before_commit: list[Callable[[], None]] = []
_after_commit: list[Callable[[], None]] = []


class WritersQueue:
    """A first-come lock with a time-out: SQLite's busy time-out alone is unfair (100 threads: p99 1.2 s)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def take(self, seconds: float = WAIT_SECONDS) -> None:
        """Wait for the writer's place.

        Raises:
            Busy: when too many wait already, or the time is over.
        """
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            if len(self._waiting) >= MOST_WAITING:
                raise Busy
            turn = threading.Event()
            self._waiting.append(turn)
        if not turn.wait(seconds):
            self._give_up(turn)

    def _give_up(self, turn: threading.Event) -> None:
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                raise Busy
        # The place came in the very moment the time was over: it is ours.

    def leave(self) -> None:
        """Give the place to the next in the queue."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits: long writers (the drainer) then step aside."""
        return bool(self._waiting)


writers = WritersQueue()


def before_commit(callback: Callable[[], None]) -> None:
    """Have this called within every unit of work, just before it is written to the streams."""
    if callback not in _before_commit:
        _before_commit.append(callback)


def after_commit(callback: Callable[[], None]) -> None:
    """Have this called after every commit (to wake the drainer, to nudge the sockets)."""
    if callback not in _after_commit:
        _after_commit.append(callback)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a unit of work; within another one it simply joins in."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if _inside.get():
            return function(*args, **kwargs)
        with unit_of_work():
            return function(*args, **kwargs)

    wrapper.is_action = True  # type: ignore[attr-defined]
    return wrapper


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One transaction, begun for writing.

    Raises:
        Busy: no writer's place was to be had in time.
        NotFound: a row that was to be changed had vanished meanwhile.
    """
    current = session()
    current.rollback()  # the read snapshot ends: what was loaded reloads itself
    memo().clear()
    on_sqlite = database().is_sqlite
    if on_sqlite:
        writers.take()
    token = _inside.set(True)
    try:
        current.connection(execution_options=IMMEDIATE if on_sqlite else {})
        yield
        for callback in _before_commit:
            callback()
        current.flush()
        streams.write()
        current.commit()
    except (ObjectDeletedError, StaleDataError) as error:
        current.rollback()
        raise NotFound from error
    except OperationalError as error:
        current.rollback()
        raise (Busy() if "locked" in str(error) else error) from error
    except BaseException:
        current.rollback()
        raise
    finally:
        streams.forget()
        memo().clear()
        _inside.reset(token)
        if on_sqlite:
            writers.leave()
    for callback in _after_commit:
        callback()


def hold(*roots: Any) -> None:
    """Lock root objects for this unit of work, in order of their ids, and read them anew.

    SQLite's writer is alone, so there it only reads them anew.

    Raises:
        NotFound: one of them has vanished.
    """
    # By identity: to ask an expired row for its id would read it twice.
    for root in sorted(roots, key=lambda r: str(inspect(r).identity)):
        # Only the row itself: what is joined to it may be missing, which PostgreSQL does not lock.
        lock = None if database().is_sqlite else {"of": type(root)}
        try:
            session().refresh(root, with_for_update=lock)
        except InvalidRequestError as error:
            raise NotFound from error


def clock_ticks() -> float:
    """Seconds on a clock that never jumps: for how long the writer's place has been held."""
    return time.monotonic()
