"""Single texts of the original as rows of ours, made before anything is locked."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from community.core.drafting import TITLE_LENGTH
from community.core.text import first_sentence, normalise_line
from community.importing.history import former_texts
from community.importing.marks import Was, mark, mark_of_row
from community.importing.naming import Kind, Passage, foreign
from community.importing.numbering import Numbered
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


class Writing:
    """Makes rows of the texts of one dump."""

    def __init__(self, passage: Passage, texts: Texts) -> None:
        self.passage = passage
        self._dump = passage.dump
        self._texts = texts

    def post(self, unit: ImportUnit, post: PostRow) -> Row:
        """What a question and an answer have in common; a question's row also has its title."""
        origin = self._dump.original(post.kind, post.id)
        body, html = self._texts.post(post.body, unit.typed(post), origin)
        titled = {"title": title_of(post.title, body, post.id)} if post.kind == "question" else {}
        return {
            "id": self.passage.id_of(post.kind, post.id),
            "body": body,
            "body_html": html,
            **titled,
            **self._author(post.owner_id, post.owner_name),
            **_told(post, origin),
            "changed_at": changed_at(post),
        }

    def comment(self, row: CommentRow, under: int | None) -> Row:
        """A comment; `under` is the answer that it hangs under, None for the question."""
        post = self._dump.original("question" if under is None else "answer", row.post_id)
        site = self._dump.site
        origin = site.comment(row.id, post, row.post_id) if site is not None and post else None
        body, html = self._texts.comment(row.text, origin)
        return {
            "id": self.passage.id_of("comment", row.id),
            "body": body,
            "body_html": html,
            **self._author(row.user_id, row.user_name),
            **_told(row, origin),
            "changed_at": row.created,
        }

    def numbered(self, unit: ImportUnit, one: Numbered) -> Row:
        """An answer or comment at its place in the thread."""
        place: Row = {
            "thread_id": self.passage.id_of("question", unit.question.id),
            "number": one.number,
            "parent_id": None if one.under is None else self.passage.id_of("answer", one.under),
        }
        if isinstance(one.row, PostRow):
            return {**self.post(unit, one.row), **place, "kind": "answer"}
        return {**self.comment(one.row, one.under), **place, "kind": "comment"}

    def former(self, unit: ImportUnit, post: PostRow, here: Container[datetime] = ()) -> Iterator[Row]:
        """The earlier texts of a post, the oldest first, but for those of the times that are `here`."""
        origin = self._dump.original(post.kind, post.id)
        for one in former_texts(unit.history.get(post.id, ())):
            if one.at not in here:
                yield {
                    "object": self.passage.id_of(post.kind, post.id),
                    "title": normalise_line(one.title)[:TITLE_LENGTH],
                    "body": self._texts.former(one.body, origin),
                    "by_id": self._dump.person(one.by.user_id, one.by.user_name),
                    "at": one.at,
                }

    def changed_by(self, post: PostRow) -> str:
        """The id of whoever changed a post last, as far as the row tells; else of who wrote it."""
        if person_key(post.editor_id, post.editor_name):
            return self._dump.person(post.editor_id, post.editor_name)
        return self._dump.person(post.owner_id, post.owner_name)

    def _author(self, number: int | None, name: str | None) -> Row:
        """Whose it is; of an author whom nobody knows any more no name is shown."""
        return {
            "author_id": self._dump.person(number, name),
            "author_shown": person_key(number, name) is not None,
        }


def imported(kind: Kind, row: PostRow | CommentRow, made: Row, was: Was) -> Row:
    """That it came in, and how."""
    return {"kind": kind, "foreign_id": foreign(row.id), "object": made["id"], "was": was.kept()}


def was(row: PostRow | CommentRow, made: Row) -> Was:
    """The marks of a text there and of what it was made here."""
    return Was(mark_of_row(row), mark(made.get("title", ""), made["body"]))


def was_asked(question: PostRow, made: Row, said: str) -> Was:
    """The marks of a question; `said` marks all that was said of it."""
    text = was(question, made)
    return replace(text, unit=said, tags=question.tags, closed=closed_there(question))


def closed_there(question: PostRow) -> str:
    """When a question was closed there, '' where it is not."""
    return question.closed.isoformat() if question.closed else ""


def changed_at(post: PostRow) -> datetime:
    """When a post had its present text."""
    return max(post.created, post.edited or post.created)


def score_of(row: PostRow | CommentRow) -> int:
    """Its votes, as many as fit."""
    return max(-MOST_VOTES, min(MOST_VOTES, row.score))


def licence_name(row: PostRow | CommentRow) -> str:
    """The licence that it stands under."""
    return licence_of(row.licence, row.created).name[:LICENCE_LENGTH]


def title_of(given: str, body: str, number: int) -> str:
    """A question's title; one without any is called after its first sentence."""
    title = normalise_line(given) or first_sentence(body, TITLE_LENGTH) or f"#{number}"
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rstrip() + "…"


def _told(row: PostRow | CommentRow, origin: str | None) -> Row:
    return {
        "score": score_of(row),
        "origin": origin,
        "licence": licence_name(row),
        "seq": SEQ,
        "changed_seq": SEQ,
        "created_at": row.created,
    }
