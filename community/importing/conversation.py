"""A question with all that belongs to it as rows of ours, made before anything is locked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from community.core.clock import micros
from community.core.drafting import TITLE_LENGTH
from community.core.text import first_sentence, normalise_line
from community.importing.history import closed_because, former_texts
from community.importing.naming import Kind, Passage
from community.importing.numbering import Numbered, numbered
from community.importing.stackexchange.licences import licence_of
from community.importing.stackexchange.people import person_key
from community.importing.stackexchange.plan import ImportUnit
from community.importing.stackexchange.rows import CommentRow, PostRow
from community.importing.texts import Texts

LICENCE_LENGTH = 60
MOST_VOTES = 2**31 - 1
# A thread that came in whole is one entry of its stream.
SEQ = 1

Row = dict[str, Any]


@dataclass(slots=True)
class Conversation:
    """The rows of one thread; `answers` go in before `comments`, which point to them."""

    thread: Row
    tags: tuple[str, ...]
    answers: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    solutions: list[Row] = field(default_factory=list)
    imported: list[tuple[Kind, int, str]] = field(default_factory=list)

    @property
    def authors(self) -> set[str]:
        """The ids of everybody whom its rows name."""
        posts = (self.thread, *self.answers, *self.comments)
        return {row["author_id"] for row in posts} | {row["by_id"] for row in self.versions}


class Conversations:
    """Makes conversations of units."""

    def __init__(self, passage: Passage, texts: Texts) -> None:
        self._passage = passage
        self._dump = passage.dump
        self._texts = texts

    def of(self, unit: ImportUnit) -> Conversation:
        """The rows of one unit."""
        made = Conversation(self._thread(unit), tuple(normalise_line(tag) for tag in unit.question.tags))
        made.imported.append(("question", unit.question.id, made.thread["id"]))
        for one in numbered(unit):
            self._add_post(made, unit, one)
        for post in (unit.question, *unit.answers):
            made.versions += self._versions(unit, post)
        self._accept(made, unit)
        return made

    def _thread(self, unit: ImportUnit) -> Row:
        question = unit.question
        written = self._written(unit, question)
        posts = len(unit.answers) + sum(len(rows) for rows in unit.comments.values())
        return {
            **written,
            "title": _title(question.title, written["body"], question.id),
            "kind": "roadblock",
            "community_id": self._passage.community_id,
            "state": _state(unit),
            "closed_at": question.closed,
            "closed_because": closed_because(unit.history.get(question.id, ())) if question.closed else "",
            "posts": posts,
            "last_number": 1 + posts,
            "activity": micros(_last_active(unit)),
        }

    def _written(self, unit: ImportUnit, post: PostRow) -> Row:
        """What a question and an answer have in common."""
        origin = self._dump.original(post.kind, post.id)
        body, html = self._texts.post(post.body, unit.typed(post), origin)
        return {
            "id": self._passage.id_of(post.kind, post.id),
            "body": body,
            "body_html": html,
            **self._author(post.owner_id, post.owner_name),
            **_told(post, origin),
            "changed_at": max(post.created, post.edited or post.created),
        }

    def _author(self, number: int | None, name: str | None) -> Row:
        """Whose it is; of an author whom nobody knows any more no name is shown."""
        return {
            "author_id": self._dump.person(number, name),
            "author_shown": person_key(number, name) is not None,
        }

    def _add_post(self, made: Conversation, unit: ImportUnit, one: Numbered) -> None:
        place: Row = {"thread_id": made.thread["id"], "number": one.number, "parent_id": None}
        if isinstance(one.row, PostRow):
            made.answers.append({**self._written(unit, one.row), **place, "kind": "answer"})
            made.imported.append(("answer", one.row.id, made.answers[-1]["id"]))
            return
        if one.under is not None:
            place["parent_id"] = self._passage.id_of("answer", one.under)
        made.comments.append({**self._comment(one.row, one.under), **place, "kind": "comment"})
        made.imported.append(("comment", one.row.id, made.comments[-1]["id"]))

    def _comment(self, row: CommentRow, under: int | None) -> Row:
        post = self._dump.original("question" if under is None else "answer", row.post_id)
        site = self._dump.site
        origin = site.comment(row.id, post, row.post_id) if site is not None and post else None
        body, html = self._texts.comment(row.text, origin)
        return {
            "id": self._passage.id_of("comment", row.id),
            "body": body,
            "body_html": html,
            **self._author(row.user_id, row.user_name),
            **_told(row, origin),
            "changed_at": row.created,
        }

    def _versions(self, unit: ImportUnit, post: PostRow) -> list[Row]:
        origin = self._dump.original(post.kind, post.id)
        return [
            {
                "object": self._passage.id_of(post.kind, post.id),
                "n": n,
                "title": normalise_line(one.title)[:TITLE_LENGTH],
                "body": self._texts.former(one.body, origin),
                "by_id": self._dump.person(one.by.user_id, one.by.user_name),
                "at": one.at,
            }
            for n, one in enumerate(former_texts(unit.history.get(post.id, ())), 1)
        ]

    def _accept(self, made: Conversation, unit: ImportUnit) -> None:
        accepted = unit.accepted
        if accepted is None:
            return
        made.solutions.append(
            {
                "thread_id": made.thread["id"],
                "subject": self._passage.id_of("answer", accepted.id),
                "accepted_by_id": made.thread["author_id"],
                "at": max(accepted.created, unit.accepted_at or accepted.created),
            }
        )


def _told(row: PostRow | CommentRow, origin: str | None) -> Row:
    return {
        "score": max(-MOST_VOTES, min(MOST_VOTES, row.score)),
        "origin": origin,
        "licence": licence_of(row.licence, row.created).name[:LICENCE_LENGTH],
        "seq": SEQ,
        "changed_seq": SEQ,
        "created_at": row.created,
    }


def _title(given: str, body: str, number: int) -> str:
    title = normalise_line(given) or first_sentence(body, TITLE_LENGTH) or f"#{number}"
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rstrip() + "…"


def _state(unit: ImportUnit) -> str:
    """What `recompute` finds for these rows: nothing else is said of a thread that was just imported."""
    if unit.question.closed:
        return "closed"
    if unit.accepted is not None:
        return "solved"
    return "answered" if unit.answers else "open"


def _last_active(unit: ImportUnit) -> datetime:
    question = unit.question
    comments = (row.created for rows in unit.comments.values() for row in rows)
    known = (question.created, question.last_active, *(answer.created for answer in unit.answers), *comments)
    return max(at for at in known if at is not None)
