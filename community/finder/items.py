"""What was found, as pages and the API show it: one thread or page with the sentence that answers or matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

from community.core.addresses import page_path, thread_path
from community.core.stripped import stripped
from community.core.viewer import Viewer
from search import Hit
from search.analysis import units
from search.query import LONGEST
from search.snippets import matching_sentence

from . import queries

Grouped = Mapping[str, Sequence[Row[Any]]]
AROUND = 250
MOST_PLACES = 8
SENTENCE_ENDS = ("\n", ". ", "! ", "? ")


@dataclass(frozen=True)
class Item:
    """One thing found."""

    row: Row[Any]
    score: float
    why: tuple[str, ...]
    snippet: Markup
    worked: int
    warnings: Sequence[str]

    @property
    def path(self) -> str:
        """Where it is."""
        return (page_path if self.row.type == "page" else thread_path)(self.row.id, self.row.title)

    @property
    def state(self) -> str:
        """The state mark's name; a page is knowledge that was written up."""
        return "written_up" if self.row.type == "page" else str(self.row.state)

    @property
    def at(self) -> datetime:
        """When it was asked or last changed."""
        found: datetime = self.row.at
        return found

    def as_object(self) -> dict[str, Any]:
        """As the API shows it."""
        row = self.row
        return {
            "type": row.type,
            "id": row.id,
            "thread": None,
            "title": row.title,
            "url": self.path,
            "snippet_html": str(self.snippet),
            "state": row.state or None,
            "community": {
                "slug": row.community_slug,
                "name": row.community_name,
                "visibility": row.community_visibility,
            },
            "score": round(self.score, 4),
            "why": [*self.why, *(["worked"] if self.worked else []), *(["warned"] if self.warnings else [])],
        }


def items_of(
    viewer: Viewer, hits: Sequence[Hit], rows: Mapping[str, Row[Any]], words: str, *, answering: bool = False
) -> tuple[Item, ...]:
    """The hits that the viewer may read, in their order.

    Args:
        viewer: who looks.
        hits: what the index found.
        rows: those of them that the viewer sees, by id.
        words: what was asked for, for the sentence to show.
        answering: show what answers rather than what matches.
    """
    seen = [hit for hit in hits if hit.id in rows]
    texts = _texts(viewer, seen, rows, answering=answering)
    worked, warnings = queries.said(hit.id for hit in seen)
    terms = frozenset(word.stem for unit in units(words[:LONGEST]) if not unit.is_stop for word in unit.words)
    return tuple(
        Item(
            rows[hit.id], hit.score, hit.why, _sentence(texts[hit.id], words, terms),
            worked.get(hit.id, 0), warnings.get(hit.id, ()),
        )
        for hit in seen
    )  # fmt: skip


def _texts(
    viewer: Viewer, hits: Sequence[Hit], rows: Mapping[str, Row[Any]], *, answering: bool
) -> dict[str, str]:
    """The text of each hit in which to look for the sentence."""
    worked = queries.solutions(hit.id for hit in hits if rows[hit.id].type == "thread")
    chosen = {
        hit.id: _chosen(rows[hit.id], hit.why, is_solved=hit.id in worked, answering=answering)
        for hit in hits
    }
    said = queries.posts(viewer, [id_ for id_, field in chosen.items() if field == "answers"])
    return {
        id_: _text(id_, field, worked, said) or _joined([rows[id_].body]) for id_, field in chosen.items()
    }


def _text(id_: str, field: str, worked: Grouped, said: Grouped) -> str:
    if field == "solution":
        return _joined(piece for one in worked[id_] for piece in (one.body, one.cause))
    return _joined(one.body for one in said.get(id_, ())) if field == "answers" else ""


def _chosen(row: Row[Any], why: Sequence[str], *, is_solved: bool, answering: bool) -> str:
    if is_solved and (answering or "solution" in why or "body" not in why):
        return "solution"
    if row.type == "thread" and (row.state == "answered" if answering else _only_answers(why)):
        return "answers"
    return "body"


def _only_answers(why: Sequence[str]) -> bool:
    return "answers" in why and "body" not in why


def _joined(pieces: Iterable[str | None]) -> str:
    return "\n".join(stripped(_whole(piece)) for piece in pieces if piece)


def _whole(html: str) -> str:
    """Without a tag that was cut off at the end."""
    last = html.rfind("<")
    return html[:last] if last > html.rfind(">") else html


def _sentence(text: str, words: str, terms: frozenset[str]) -> Markup:
    return Markup(matching_sentence(_near(text, terms), words))  # noqa: S704  escaped but for <mark>


def _near(text: str, terms: frozenset[str]) -> str:
    """The part of a long text with the most different words of the question: reading all of it takes long."""
    if len(text) <= 2 * AROUND:
        return text
    low = text.lower()
    places = sorted({at for term in terms for at in _places(low, term)}) or [0]
    best = max(places, key=lambda at: sum(term in low[at : at + AROUND] for term in terms))
    return text[_start(text, best) : _end(text, best + AROUND)]


def _start(text: str, at: int) -> int:
    """Where the sentence begins, or a word not too far before."""
    first = max(0, at - AROUND)
    ends = [found + len(end) for end in SENTENCE_ENDS if (found := text.rfind(end, first, at)) >= 0]
    if ends or not first:
        return max(ends, default=0)
    space = text.find(" ", first, at)
    return space + 1 if space >= 0 else first


def _end(text: str, at: int) -> int:
    space = text.rfind(" ", at - AROUND // 2, at) if at < len(text) else -1
    return space if space >= 0 else at


def _places(text: str, term: str) -> Iterable[int]:
    at = text.find(term)
    for _ in range(MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(term, at + 1)
