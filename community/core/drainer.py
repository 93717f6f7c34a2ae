"""The drainer: the threads of the process that serves, in which the outbox is delivered and the clock looked at."""

from __future__ import annotations

import functools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from . import clockwork
from .action import clock_ticks
from .outbox import awaited, outside_lanes, run_lane, run_rows, take_back_leases
from .session import end_session

logger = logging.getLogger(__name__)

_at_start: list[Callable[[], None]] = []
_at_end: list[Callable[[], None]] = []


def at_end(callback: Callable[[], None]) -> None:
    """Have this called when the drainer is stopped: what `at_start` began ends with it."""
    if callback not in _at_end:
        _at_end.append(callback)


@dataclass
class Regular:
    """Something done again and again, and when next."""

    work: Callable[[], None]
    seconds: float
    due: float = 0.0


_regular: list[Regular] = []


def at_start(callback: Callable[[], None]) -> None:
    """Have this called once in the process that serves, when its drainer begins."""
    if callback not in _at_start:
        _at_start.append(callback)


def regularly(work: Callable[[], None], seconds: float) -> None:
    """Have this done every so many seconds in the process that serves, between its deliveries."""
    if all(one.work is not work for one in _regular):
        _regular.append(Regular(work, seconds))


def run_regular() -> int:
    """Do what is done regularly, as far as it is time. Returns 0: none of it is a reason to tick again at once."""
    at = clock_ticks()
    for one in _regular:
        if at >= one.due:
            one.due = at + one.seconds
            one.work()
    return 0


class Ticking(threading.Thread):
    """Ticks in the background: at once when woken, at most five times a second, at least once a second."""

    def __init__(self, name: str, work: Callable[[], int]) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._wanted = threading.Event()
        self._ended = threading.Event()

    def run(self) -> None:
        """Tick until stopped; nothing that fails ends it."""
        awaited.append(self._wanted)
        while not self._ended.is_set():
            self._wanted.wait(1.0)
            self._wanted.clear()
            try:
                if self._work():
                    self._wanted.set()
            except Exception:
                logger.exception("a tick of the %s failed", self.name)
            finally:
                end_session()
            self._ended.wait(0.2)
        awaited.remove(self._wanted)

    def stop(self) -> None:
        """End after the present tick."""
        self._ended.set()
        self._wanted.set()
        self.join(10)


class Drainer(Ticking):
    """Does what is due and what is in the database; each outside lane has a thread, so that none waits for another."""

    def __init__(self) -> None:
        super().__init__("drainer", lambda: clockwork.run_due() + run_rows() + run_regular())
        self._lanes: list[Ticking] = []

    def run(self) -> None:
        """Begin, then tick until stopped."""
        take_back_leases()
        end_session()
        for callback in _at_start:
            callback()
        for lane in outside_lanes():
            self._lanes.append(Ticking(f"drainer of {lane}", functools.partial(run_lane, lane)))
            self._lanes[-1].start()
        super().run()

    def stop(self) -> None:
        """End all threads after their present ticks."""
        super().stop()
        for lane in self._lanes:
            lane.stop()
        for callback in _at_end:
            callback()
