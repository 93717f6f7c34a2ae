"""A dump in a temporary SQLite file, so that a question and all that belongs to it can be read together.

The file can be made anew at any time; it is kept between runs because a resumed import needs it again.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from community.importing.stackexchange.elements import Element
from community.importing.stackexchange.people import named, person_key
from community.importing.stackexchange.reader import read_pairs
from community.importing.stackexchange.rows import (
    BadRow,
    CommentRow,
    HistoryRow,
    LinkRow,
    PostRow,
    Row,
    SkippedPost,
    UserRow,
    VoteRow,
)
from community.importing.stackexchange.tables import Kind, files

Progress = Callable[[Kind, int], None]

NAME = "stackexchange-index.sqlite"
_VERSION = 2
_BATCH = 5_000
_READ = (Kind.USERS, Kind.POSTS, Kind.COMMENTS, Kind.HISTORY, Kind.LINKS, Kind.VOTES)
_TABLES = """
CREATE TABLE user(id INTEGER PRIMARY KEY);
CREATE TABLE author(key TEXT PRIMARY KEY, number INTEGER, name TEXT) WITHOUT ROWID;
CREATE TABLE post(id INTEGER PRIMARY KEY, question INTEGER, answer INTEGER NOT NULL, row TEXT NOT NULL);
CREATE TABLE skipped(id INTEGER PRIMARY KEY, type INTEGER NOT NULL);
CREATE TABLE comment(id INTEGER PRIMARY KEY, post INTEGER NOT NULL, row TEXT NOT NULL);
CREATE TABLE history(id INTEGER PRIMARY KEY, post INTEGER NOT NULL, row TEXT NOT NULL);
CREATE TABLE link(id INTEGER PRIMARY KEY, post INTEGER NOT NULL, related INTEGER NOT NULL, row TEXT NOT NULL);
CREATE TABLE vote(
  post INTEGER, type INTEGER, number INTEGER NOT NULL, latest TEXT NOT NULL, PRIMARY KEY(post, type)
) WITHOUT ROWID;
CREATE TABLE bad(file TEXT NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE made_of(fingerprint TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX post_by_question ON post(question, id);
CREATE INDEX comment_by_post ON comment(post, id);
CREATE INDEX history_by_post ON history(post, id);
CREATE INDEX link_by_post ON link(post, id);
"""


def silent(kind: Kind, read: int) -> None:
    """Progress that nobody wants to hear."""


def open_index(directory: Path, workdir: Path, progress: Progress) -> sqlite3.Connection:
    """The index of the dump in `directory`, made in `workdir` unless one of the same files is there.

    `progress` is told the table and how many of its rows were read. The file needs about the dump's own size.
    Raises UnsafeDump for a file with a document type, OSError for unreadable files or a full disk.
    """
    fingerprint = _fingerprint(directory)
    path = workdir / NAME
    if path.exists():
        ready = sqlite3.connect(path, isolation_level=None)
        if _made_of(ready) == fingerprint:
            return ready
        ready.close()
    part = workdir / f"{NAME}.part"
    part.unlink(missing_ok=True)
    made = sqlite3.connect(part, isolation_level=None)
    try:
        _fill(made, directory, fingerprint, progress)
    finally:
        made.close()
    part.replace(path)
    return sqlite3.connect(path, isolation_level=None)


def _made_of(connection: sqlite3.Connection) -> str:
    try:
        row = connection.execute("SELECT fingerprint FROM made_of").fetchone()
    except sqlite3.DatabaseError:
        return ""
    return str(row[0]) if row else ""


def _fingerprint(directory: Path) -> str:
    stats = [
        (kind.value, path.stat().st_size, path.stat().st_mtime_ns) for kind, path in files(directory).items()
    ]
    return hashlib.sha256(json.dumps([_VERSION, stats]).encode()).hexdigest()


def _fill(made: sqlite3.Connection, directory: Path, fingerprint: str, progress: Progress) -> None:
    # What a crash destroys is made anew, so nothing is synced; an unfinished file never gets the final name.
    made.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-20000;")
    made.executescript(_TABLES)
    found = files(directory)
    for kind in (kind for kind in _READ if kind in found):
        read = 0
        made.execute("BEGIN")
        for read, pair in enumerate(read_pairs(found[kind], kind), 1):
            _store(made, found[kind].name, pair)
            if read % _BATCH == 0:
                made.execute("COMMIT")
                progress(kind, read)
                made.execute("BEGIN")
        made.execute("COMMIT")
        progress(kind, read)
    made.executescript(_INDEXES)
    made.execute("INSERT INTO made_of VALUES (?)", (fingerprint,))


def _store(made: sqlite3.Connection, file: str, pair: tuple[Element, Row] | BadRow) -> None:
    if isinstance(pair, BadRow):
        made.execute("INSERT INTO bad VALUES (?, ?, ?)", (pair.file, pair.line, pair.reason))
        return
    element, row = pair
    statement, values = _insert(row, json.dumps(element.attributes, ensure_ascii=False))
    if made.execute(statement, values).rowcount == 0:
        made.execute("INSERT INTO bad VALUES (?, ?, ?)", (file, element.line, "this Id was there before"))
        return
    authors = ((person_key(*who), *who) for who in named(row) if person_key(*who))
    made.executemany("INSERT OR IGNORE INTO author VALUES (?, ?, ?)", authors)


def _insert(row: Row, text: str) -> tuple[str, tuple[object, ...]]:  # noqa: PLR0911 - one for each table
    """The statement for a row; a second row of the same id changes nothing."""
    match row:
        case PostRow(kind="question"):
            return "INSERT OR IGNORE INTO post VALUES (?, ?, 0, ?)", (row.id, row.id, text)
        case PostRow():
            return "INSERT OR IGNORE INTO post VALUES (?, ?, 1, ?)", (row.id, row.parent_id, text)
        case SkippedPost():
            return "INSERT OR IGNORE INTO skipped VALUES (?, ?)", (row.id, row.type_id)
        case CommentRow():
            return "INSERT OR IGNORE INTO comment VALUES (?, ?, ?)", (row.id, row.post_id, text)
        case HistoryRow():
            return "INSERT OR IGNORE INTO history VALUES (?, ?, ?)", (row.id, row.post_id, text)
        case LinkRow():
            values = (row.id, row.post_id, row.related_id, text)
            return "INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?)", values
        case VoteRow():
            counted = (
                "INSERT INTO vote VALUES (?, ?, 1, ?) ON CONFLICT(post, type)"
                " DO UPDATE SET number = number + 1, latest = max(latest, excluded.latest)"
            )
            return counted, (row.post_id, row.type_id, row.created.isoformat())
        case UserRow():
            return "INSERT OR IGNORE INTO user VALUES (?)", (row.id,)
    raise TypeError(f"no place in the index for {type(row).__name__}")
