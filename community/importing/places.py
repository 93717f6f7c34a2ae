"""Where a run keeps what it needs until it is done, and that no other one of the same site runs beside it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from community.core.errors import Conflict
from community.importing.naming import Dump, minted


@contextmanager
def workplace(home: Path, dump: Dump) -> Iterator[Path]:
    """A folder for the index of a dump; it stays when the run is stopped, and goes when it is done.

    Raises:
        Conflict: another run of the same site is at it.
    """
    folder = home / "importing" / minted(dump.name, "dump", "")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("%(name)s is being imported already", name=dump.name) from None
        yield folder
        shutil.rmtree(folder, ignore_errors=True)
