"""What a newer dump says of a thread that is here already, made before anything is locked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from community.core.clock import micros
from community.core.text import normalise_line
from community.importing.conversation import last_active, solutions_of
from community.importing.history import closed_because
from community.importing.known import Known
from community.importing.marks import Was, mark_of_row
from community.importing.naming import Kind, Passage
from community.importing.numbering import Numbered, numbered
from community.importing.stackexchange.plan import ImportUnit
from community.importing.stackexchange.rows import PostRow
from community.importing.texts import Texts
from community.importing.written import Row, Writing, closed_there, imported, score_of, was

# What a text that was changed there brings along.
CHANGING = ("id", "title", "body", "body_html", "licence", "changed_at")


@dataclass(frozen=True, slots=True)
class Change:
    """A text that was changed there. It is taken over where the text here is still the one that came in.

    `row` is as it is to be; `was` and `now` are its marks. Who changed it, and when as far as that is told, is for
    where no history has its former text.
    """

    kind: Kind
    number: int
    row: Row
    was: Was
    now: Was
    by_id: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Closing:
    """A question was closed there (`at`), or opened again (None); `before` is how it came in."""

    at: datetime | None
    because: str
    before: str


@dataclass(slots=True)
class Renewal:
    """Everything new of one thread. `posts` get their numbers when they are written, in this order.

    `scores` has the votes of everything that is here by an import, `ours` the marks by which one knows that its text
    was not changed here.
    """

    thread_id: str
    question: int
    was: Was
    activity: int
    tags: tuple[str, ...] = ()
    closing: Closing | None = None
    posts: list[Row] = field(default_factory=list)
    imported: list[Row] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    solutions: list[Row] = field(default_factory=list)
    scores: dict[str, int] = field(default_factory=dict)
    ours: dict[str, str] = field(default_factory=dict)

    @property
    def authors(self) -> set[str]:
        """The ids of everybody whom its rows name."""
        wrote = {row["author_id"] for row in self.posts} | {row["by_id"] for row in self.versions}
        return wrote | {one.by_id for one in self.changes}


class Renewals:
    """Makes renewals of units that are known."""

    def __init__(self, passage: Passage, texts: Texts) -> None:
        self._passage = passage
        self._writing = Writing(passage, texts)

    def of(self, unit: ImportUnit, known: Known) -> Renewal:
        """What is new of one."""
        question = unit.question
        was_asked = replace(known.was, unit=known.said, tags=question.tags, closed=closed_there(question))
        made = Renewal(known.thread_id, question.id, was_asked, micros(last_active(unit)))
        made.tags = tuple(normalise_line(tag) for tag in question.tags if tag not in known.was.tags)
        made.closing = _closing(unit, known.was)
        made.solutions = solutions_of(self._passage, unit)
        self._standing_post(made, unit, question, known)
        for one in numbered(unit):
            self._post(made, unit, one, known)
        return made

    def _post(self, made: Renewal, unit: ImportUnit, one: Numbered, known: Known) -> None:
        kind: Kind = one.row.kind if isinstance(one.row, PostRow) else "comment"
        if self._passage.id_of(kind, one.row.id) not in known.posts:
            row = self._writing.numbered(unit, one)
            made.posts.append(row)
            made.imported.append(imported(kind, one.row, row, was(one.row, row)))
            if isinstance(one.row, PostRow):
                made.versions += self._writing.former(unit, one.row)
        elif isinstance(one.row, PostRow):
            self._standing_post(made, unit, one.row, known)
        else:
            self._standing_comment(made, one, known)

    def _standing_post(self, made: Renewal, unit: ImportUnit, post: PostRow, known: Known) -> None:
        """A question or answer that is here: its votes, its former texts, its text where that was changed."""
        id_ = self._passage.id_of(post.kind, post.id)
        made.scores[id_] = score_of(post)
        made.versions += self._writing.former(unit, post, known.versions.get(id_, ()))
        was_here = known.was if post.kind == "question" else known.posts[id_]
        made.ours[id_] = was_here.ours
        if mark_of_row(post) != was_here.theirs:
            whole = self._writing.post(unit, post)
            by_id = self._writing.changed_by(post)
            made.changes.append(
                Change(post.kind, post.id, _text(whole), was_here, was(post, whole), by_id, post.edited)
            )

    def _standing_comment(self, made: Renewal, one: Numbered, known: Known) -> None:
        comment = one.row
        assert not isinstance(comment, PostRow)  # noqa: S101  for the type checker
        id_ = self._passage.id_of("comment", comment.id)
        made.scores[id_], made.ours[id_] = score_of(comment), known.posts[id_].ours
        if mark_of_row(comment) != known.posts[id_].theirs:
            whole = self._writing.comment(comment, one.under)
            now = was(comment, whole)
            made.changes.append(
                Change("comment", comment.id, _text(whole), known.posts[id_], now, whole["author_id"], None)
            )


def _text(whole: Row) -> Row:
    return {name: whole[name] for name in CHANGING if name in whole}


def _closing(unit: ImportUnit, was_here: Was) -> Closing | None:
    question = unit.question
    if closed_there(question) == was_here.closed:
        return None
    because = closed_because(unit.history.get(question.id, ())) if question.closed else ""
    return Closing(question.closed, because, was_here.closed)
