"""How far an import is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from community.importing.running import Watcher

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Silent:
    """Nobody watches."""

    def begun(self, what: str, total: int | None = None) -> None:
        """Say nothing."""

    def advanced(self, pieces: int) -> None:
        """Say nothing."""


class Bar:
    """One line for each part of the work."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begun(self, what: str, total: int | None = None) -> None:
        """Another line."""
        self._task = self._progress.add_task(what, total=total)

    def advanced(self, pieces: int) -> None:
        """The line grows."""
        if self._task is not None:
            self._progress.advance(self._task, pieces)


@contextmanager
def watching(*, wanted: bool) -> Iterator[Watcher]:
    """A bar on standard error where that is a terminal and it is wanted, else silence."""
    if not (wanted and sys.stderr.isatty()):
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress)
