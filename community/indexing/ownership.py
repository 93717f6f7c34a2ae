"""One process at a time writes the index: a lock on a file beside it, which goes with the process that holds it."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

from community.core.settings import in_use
from search import SearchUnavailable

PATIENCE_SECONDS = 5.0
ASK_EVERY_SECONDS = 0.1

_lock = threading.Lock()
_held: tuple[Path, int] | None = None


def _path() -> Path:
    return in_use().home.absolute() / "index.lock"


def own(patience: float = PATIENCE_SECONDS) -> None:
    """Become the process that writes the index, until it ends; nothing happens where it is so already.

    Raises:
        SearchUnavailable: another process is.
    """
    until = time.monotonic() + patience
    while not _take():
        if time.monotonic() >= until:
            raise SearchUnavailable("another process writes the index")
        time.sleep(ASK_EVERY_SECONDS)


def _take() -> bool:
    global _held  # noqa: PLW0603  one process, one index
    path = _path()
    with _lock:
        if _held is not None and _held[0] == path:
            return True
        _release()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        _held = (path, handle)
        return True


def release() -> None:
    """Let others write the index."""
    with _lock:
        _release()


def _release() -> None:
    global _held  # noqa: PLW0603  one process, one index
    if _held is not None:
        os.close(_held[1])
    _held = None
