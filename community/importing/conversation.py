"""A question with all that belongs to it as rows of ours, made before anything is locked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from community.core.clock import micros
from community.core.text import normalise_line
from community.importing.history import closed_because
from community.importing.naming import Passage
from community.importing.numbering import Numbered, numbered
from community.importing.stackexchange.plan import ImportUnit
from community.importing.texts import Texts
from community.importing.written import Row, Writing, imported, was, was_asked


@dataclass(slots=True)
class Conversation:
    """The rows of one thread; `answers` go in before `comments`, which point to them."""

    thread: Row
    tags: tuple[str, ...]
    answers: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    solutions: list[Row] = field(default_factory=list)
    imported: list[Row] = field(default_factory=list)

    @property
    def authors(self) -> set[str]:
        """The ids of everybody whom its rows name."""
        posts = (self.thread, *self.answers, *self.comments)
        return {row["author_id"] for row in posts} | {row["by_id"] for row in self.versions}


class Conversations:
    """Makes conversations of units."""

    def __init__(self, passage: Passage, texts: Texts) -> None:
        self._passage = passage
        self._writing = Writing(passage, texts)

    def of(self, unit: ImportUnit, said: str) -> Conversation:
        """The rows of one unit; `said` marks all that the dump says of it."""
        made = Conversation(self._thread(unit), tags_of(unit))
        asked = was_asked(unit.question, made.thread, said)
        made.imported.append(imported("question", unit.question, made.thread, asked))
        for one in numbered(unit):
            self._add_post(made, unit, one)
        for post in (unit.question, *unit.answers):
            former = self._writing.former(unit, post)
            made.versions += [{**row, "n": n} for n, row in enumerate(former, 1)]
        asker = {"accepted_by_id": made.thread["author_id"]}
        made.solutions += [{**row, **asker} for row in solutions_of(self._passage, unit)]
        return made

    def _thread(self, unit: ImportUnit) -> Row:
        question = unit.question
        posts = len(unit.answers) + sum(len(rows) for rows in unit.comments.values())
        return {
            **self._writing.post(unit, question),
            "kind": "roadblock",
            "community_id": self._passage.community_id,
            "state": _state(unit),
            "closed_at": question.closed,
            "closed_because": closed_because(unit.history.get(question.id, ())) if question.closed else "",
            "posts": posts,
            "last_number": 1 + posts,
            "activity": micros(last_active(unit)),
        }

    def _add_post(self, made: Conversation, unit: ImportUnit, one: Numbered) -> None:
        row = self._writing.numbered(unit, one)
        (made.answers if row["kind"] == "answer" else made.comments).append(row)
        made.imported.append(imported(row["kind"], one.row, row, was(one.row, row)))


def tags_of(unit: ImportUnit) -> tuple[str, ...]:
    """A question's tags as topics are named."""
    return tuple(normalise_line(tag) for tag in unit.question.tags)


def solutions_of(passage: Passage, unit: ImportUnit) -> list[Row]:
    """The accepted answer, where there is one; whoever asked accepted it."""
    accepted = unit.accepted
    if accepted is None:
        return []
    return [
        {
            "thread_id": passage.id_of("question", unit.question.id),
            "subject": passage.id_of("answer", accepted.id),
            "at": max(accepted.created, unit.accepted_at or accepted.created),
        }
    ]


def last_active(unit: ImportUnit) -> datetime:
    """When anything happened to a question last."""
    question = unit.question
    comments = (row.created for rows in unit.comments.values() for row in rows)
    known = (question.created, question.last_active, *(answer.created for answer in unit.answers), *comments)
    return max(at for at in known if at is not None)


def _state(unit: ImportUnit) -> str:
    """What `recompute` finds for these rows: nothing else is said of a thread that was just imported."""
    if unit.question.closed:
        return "closed"
    if unit.accepted is not None:
        return "solved"
    return "answered" if unit.answers else "open"
