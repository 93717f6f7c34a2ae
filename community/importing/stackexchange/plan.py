"""What an import brings in, and in which order, without writing any of it.

    with Plan.open(directory, workdir) as plan:
        for person in plan.people(): ...            # 1. profiles, by `person.key`
        for number in plan.questions(): ...         # 2. `plan.unit(number)`: a question with all that belongs to it
        for link in plan.links(): ...               # 3. relations between posts that are both there

A unit is the piece to write in one transaction: remember its question's number with it, and a stopped import leaves
out the numbers that it finds. The original's numbers are the same in every run, so whatever is stored under them
makes a second run add nothing. Words: a question becomes a roadblock, an answer an answer, the accepted one a
solution, history versions, `same_as` links *Same as*, up-votes less down-votes the imported votes.
"""

# ruff: noqa: S608 - the pieces of SQL put together here are all our own words

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

from community.importing.stackexchange.index import Progress, open_index, silent
from community.importing.stackexchange.parse import parse
from community.importing.stackexchange.people import Person
from community.importing.stackexchange.reader import read_rows
from community.importing.stackexchange.rows import BadRow, CommentRow, HistoryRow, LinkRow, PostRow, UserRow
from community.importing.stackexchange.tables import Kind, files

ACCEPTED = 1  # the type of the vote by which an asker accepts
Belonging = TypeVar("Belonging", CommentRow, HistoryRow)


@dataclass(frozen=True, slots=True)
class ImportUnit:
    """A question and everything that belongs to it; the mappings are by post id (the question's or an answer's).

    `accepted_at` is when the vote for the accepted answer was cast, as far as the dump says it (often the day alone).
    """

    question: PostRow
    answers: tuple[PostRow, ...]
    comments: Mapping[int, tuple[CommentRow, ...]]
    history: Mapping[int, tuple[HistoryRow, ...]]
    links: tuple[LinkRow, ...]
    votes: Mapping[int, Counter[int]]
    accepted_at: datetime | None

    @property
    def accepted(self) -> PostRow | None:
        """The answer that the asker accepted, None where there is none or it is not in the dump."""
        wanted = self.question.accepted_answer_id
        return next((answer for answer in self.answers if answer.id == wanted), None)

    def without(self, answers: AbstractSet[int], comments: AbstractSet[int]) -> Self:
        """The unit without some answers and what belongs to them, and without some comments."""
        if not answers and not comments:
            return self
        kept = {
            post: tuple(row for row in rows if row.id not in comments)
            for post, rows in self.comments.items()
            if post not in answers
        }
        return replace(
            self, answers=tuple(row for row in self.answers if row.id not in answers), comments=kept
        )

    def typed(self, post: PostRow) -> str | None:
        """What the author typed for the post's present text, None where the dump has no history of it."""
        texts = [row for row in self.history.get(post.id, ()) if row.type_id in (2, 5, 8)]
        return max(texts, key=lambda row: (row.created, row.id)).text if texts else None


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """A link between two posts that are both in the dump, with the question each belongs to."""

    row: LinkRow
    question_id: int
    related_question_id: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What no unit contains: whatever belongs to posts that are no question or answer, or not in the dump.

    `skipped` counts the posts that are no question or answer, by type. Rows with the same Id are in `Plan.bad`.
    """

    answers: int
    comments: int
    history: int
    links: int
    votes: int
    skipped: Mapping[int, int]


class Plan:
    """A dump in the order of its import. Use it in one thread and close it (or use `with`)."""

    def __init__(self, directory: Path, index: sqlite3.Connection) -> None:
        self._directory = directory
        self._index = index

    @classmethod
    def open(cls, directory: Path, workdir: Path, progress: Progress = silent) -> Self:
        """The plan of the dump in `directory`; its index is kept in `workdir` (about the dump's own size).

        `progress` hears while the index is made. Raises UnsafeDump for a file with a document type and OSError.
        """
        return cls(directory, open_index(directory, workdir, progress))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the index; its file stays for the next run."""
        self._index.close()

    def total(self, after: int = 0) -> int:
        """How many units come after the question of that number."""
        return self._count("post WHERE answer = 0 AND id > ?", after)

    def questions(self) -> Iterator[int]:
        """The numbers of all questions, rising."""
        for (number,) in self._index.execute("SELECT id FROM post WHERE answer = 0 ORDER BY id"):
            yield number

    def question_of(self, post: int) -> int | None:
        """The question that a post belongs to: for a question itself; None where the dump has no such unit."""
        row = self._index.execute(
            "SELECT question.id FROM post JOIN post question ON question.id = post.question AND question.answer = 0"
            " WHERE post.id = ?",
            (post,),
        ).fetchone()
        return int(row[0]) if row else None

    def unit(self, number: int) -> ImportUnit:
        """The unit of a question that the dump has."""
        row = self._index.execute("SELECT row FROM post WHERE id = ? AND answer = 0", (number,)).fetchone()
        return self._unit(number, row[0])

    def units(self, after: int = 0) -> Iterator[ImportUnit]:
        """The units by rising question number, from the first one above `after`."""
        rows = self._index.execute(
            "SELECT id, row FROM post WHERE answer = 0 AND id > ? ORDER BY id", (after,)
        )
        for number, text in rows:
            yield self._unit(number, text)

    def people(self) -> Iterator[Person]:
        """Everybody of Users once, then those whom posts, comments or history name but Users does not have."""
        seen: set[int] = set()
        path = files(self._directory).get(Kind.USERS)
        for row in read_rows(path, Kind.USERS) if path else ():
            if isinstance(row, UserRow) and row.id not in seen:
                seen.add(row.id)
                key = f"id:{row.id}"
                yield Person(key, row.name, row, bool(self._count("author WHERE key = ?", key)))
        left = (
            "SELECT key, number, name FROM author WHERE number IS NULL OR number NOT IN (SELECT id FROM user)"
        )
        for key, number, name in self._index.execute(f"{left} ORDER BY key"):
            yield Person(key, name or f"user{number}", None, wrote=True)

    def links(self) -> Iterator[PlannedLink]:
        """The links between posts that are both in the dump, by rising number; others count in `left_out`."""
        rows = self._index.execute(
            "SELECT link.row, a.question, b.question FROM link JOIN post a ON a.id = link.post"
            " JOIN post b ON b.id = link.related ORDER BY link.id"
        )
        for text, question, related in rows:
            if question is not None and related is not None:
                yield PlannedLink(cast("LinkRow", parse(Kind.LINKS, json.loads(text))), question, related)

    def bad(self) -> Iterator[BadRow]:
        """The rows that could not be used, in the order of reading."""
        for file, line, reason in self._index.execute("SELECT file, line, reason FROM bad ORDER BY rowid"):
            yield BadRow(file, line, reason)

    def left_out(self) -> LeftOut:
        """What no unit contains, for the report."""
        absent = "NOT IN (SELECT id FROM post)"
        no_question = (
            "answer = 1 AND (question IS NULL OR question NOT IN (SELECT id FROM post WHERE answer = 0))"
        )
        votes = self._index.execute(f"SELECT total(number) FROM vote WHERE post {absent}").fetchone()[0]
        return LeftOut(
            answers=self._count(f"post WHERE {no_question}"),
            comments=self._count(f"comment WHERE post {absent}"),
            history=self._count(f"history WHERE post {absent}"),
            links=self._count(f"link WHERE post {absent} OR related {absent}"),
            votes=int(votes),
            skipped=dict(
                self._index.execute("SELECT type, count(*) FROM skipped GROUP BY type ORDER BY type")
            ),
        )

    def _unit(self, number: int, text: str) -> ImportUnit:
        answers = self._index.execute(
            "SELECT row FROM post WHERE question = ? AND answer = 1 ORDER BY id", (number,)
        )
        links = self._index.execute(self._of("link"), (number,))
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        latest: dict[tuple[int, int], str] = {}
        for post, kind, count, at in self._index.execute(
            "SELECT vote.post, vote.type, vote.number, vote.latest FROM post JOIN vote ON vote.post = post.id"
            " WHERE post.question = ?",
            (number,),
        ):
            votes[post][kind] = count
            latest[post, kind] = at
        question = _post(text)
        accepted_at = latest.get((question.accepted_answer_id or 0, ACCEPTED))
        return ImportUnit(
            question=question,
            answers=tuple(_post(row) for (row,) in answers),
            comments=self._belonging(Kind.COMMENTS, "comment", number),
            history=self._belonging(Kind.HISTORY, "history", number),
            links=tuple(cast("LinkRow", parse(Kind.LINKS, json.loads(row))) for _, row in links),
            votes=dict(votes),
            accepted_at=datetime.fromisoformat(accepted_at) if accepted_at else None,
        )

    @staticmethod
    def _of(table: str) -> str:
        """The rows of `table` that belong to a question or its answers."""
        return (
            f"SELECT {table}.post, {table}.row FROM post JOIN {table} ON {table}.post = post.id"
            f" WHERE post.question = ? ORDER BY {table}.post, {table}.id"
        )

    def _belonging(self, kind: Kind, table: str, number: int) -> dict[int, tuple[Belonging, ...]]:
        found: dict[int, list[Belonging]] = defaultdict(list)
        for post, row in self._index.execute(self._of(table), (number,)):
            found[post].append(cast("Belonging", parse(kind, json.loads(row))))
        return {post: tuple(rows) for post, rows in found.items()}

    def _count(self, of: str, *values: object) -> int:
        return int(self._index.execute(f"SELECT count(*) FROM {of}", values).fetchone()[0])


def _post(text: str) -> PostRow:
    return cast("PostRow", parse(Kind.POSTS, json.loads(text)))
