"""The record beside the index: which folder serves, how many documents it holds, and the hash of each of its files.

It is one small file replaced by rename, so that a new index is put in place, and a commit made known, in one step.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from search.engines.whoosh.store import LOCK_FILE
from search.port import SearchUnavailable

NAME = "current.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What the index is said to be."""

    folder: str
    generation: int
    documents: int
    files: dict[str, str] = field(default_factory=dict)


def read(directory: Path) -> Record:
    """The record of an index. Raises SearchUnavailable where there is none or it makes no sense."""
    try:
        found = json.loads((directory / NAME).read_text("utf-8"))
        record = Record(
            str(found["folder"]), int(found["generation"]), int(found["documents"]),
            {str(name): str(digest) for name, digest in found["files"].items()},
        )  # fmt: skip
    except FileNotFoundError as error:
        raise SearchUnavailable("there is no index") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SearchUnavailable(f"the index's record cannot be read: {type(error).__name__}") from error
    if any(Path(name).name != name for name in (record.folder, *record.files)):
        raise SearchUnavailable("the index's record names a path")
    return record


def write(directory: Path, record: Record) -> None:
    """Replace the record in one step, on disk before it counts."""
    beside = directory / f"{NAME}.{secrets.token_hex(4)}"
    with os.fdopen(
        os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(asdict(record), file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(directory / NAME)


def hashes(folder: Path, known: Mapping[str, str]) -> dict[str, str]:
    """The hash of every file of an index. Files are never changed once written, so known ones are not read again."""
    return {
        path.name: known.get(path.name) or digest(path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != LOCK_FILE
    }


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def load(directory: Path, record: Record, held: Mapping[str, bytes]) -> dict[str, bytes]:
    """The content of every recorded file, each compared with its hash; files already held are not read again.

    Raises SearchUnavailable at the first file that is missing or differs.
    """
    files: dict[str, bytes] = {}
    for name, expected in record.files.items():
        if name in held:
            files[name] = held[name]
            continue
        try:
            files[name] = (directory / record.folder / name).read_bytes()
        except OSError as error:
            raise SearchUnavailable(f"a file of the index cannot be read: {name}") from error
        if digest(files[name]) != expected:
            raise SearchUnavailable(f"a file of the index was changed: {name}")
    return files


def contents(record: Record) -> Record:
    """The record of the tables of contents alone: small, and the only files that a writer unpickles."""
    return replace(
        record, files={name: hashed for name, hashed in record.files.items() if name.endswith(".toc")}
    )


def stamps(directory: Path, record: Record) -> tuple[tuple[int, int, int], ...]:
    """Size, time and number of the record and its files: cheap to compare, different after any ordinary change.

    Raises SearchUnavailable where one is missing.
    """
    paths = [directory / NAME, *(directory / record.folder / name for name in record.files)]
    try:
        return tuple((s.st_size, s.st_mtime_ns, s.st_ino) for s in (path.stat() for path in paths))
    except OSError as error:
        raise SearchUnavailable("a file of the index is missing") from error


def sweep(directory: Path, serving: str) -> None:
    """Remove the folders of earlier or unfinished indexes; readers hold their content in memory."""
    for path in directory.glob("index-*"):
        if path.name != serving and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def new_folder() -> str:
    """A name for the folder of a new index."""
    return f"index-{secrets.token_hex(6)}"
