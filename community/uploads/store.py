"""Where pictures lie: in HOME, for the app alone, each under the digest of what it holds.

A file is there as a whole or not at all. Files that no row names are swept away once they are old enough: so nobody
needs a lock between writing a file and its row.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from community.core import settings
from community.core.errors import Busy

ENDING = ".webp"
# A file may be this much older than its row.
YOUNG_SECONDS = 60 * 60
AT_ONCE = 500


def _folder(digest: str) -> Path:
    return settings.in_use().uploads / digest[:2]


def put(digest: str, content: bytes) -> None:
    """Write a picture; one that is there already is written anew, and is young again.

    Raises:
        Busy: the disk does not take it.
    """
    try:
        settings.in_use().make_home()
        settings.in_use().uploads.mkdir(mode=0o700, exist_ok=True)
        folder = _folder(digest)
        folder.mkdir(mode=0o700, exist_ok=True)
        _write(folder, digest, content)
    except OSError as error:
        raise Busy from error


def _write(folder: Path, digest: str, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".")  # for its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(folder / f"{digest}{ENDING}")
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _keep_names(folder)


def _keep_names(folder: Path) -> None:
    """Have the disk keep the folder's names too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def content_of(digest: str) -> bytes | None:
    """A picture's bytes; None where its file is gone."""
    try:
        return (_folder(digest) / f"{digest}{ENDING}").read_bytes()
    except FileNotFoundError:
        return None


def sweep(named: Callable[[list[str]], set[str]]) -> None:
    """Remove the files that no row names, and what was left of broken writes. Young ones may get their row yet.

    Args:
        named: of some digests, those that rows name.
    """
    young_since = time.time() - YOUNG_SECONDS
    old = [path for path in _files() if _written(path) < young_since]
    for start in range(0, len(old), AT_ONCE):
        some = old[start : start + AT_ONCE]
        kept = named([path.stem for path in some])
        for path in some:
            if path.stem not in kept:
                path.unlink(missing_ok=True)


def _files() -> Iterator[Path]:
    return settings.in_use().uploads.glob("??/*")


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process sweeps too
        return 0.0
