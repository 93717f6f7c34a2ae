"""Threads and pages as the index holds them, made in batches, a handful of queries for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from community.core.stripped import stripped
from search import SearchDocument

from . import queries

# A thread of thousands of posts is found by its beginning, its answers and what worked.
LONGEST_FIELD = 256 * 1024


def documents_of(ids: Sequence[str]) -> list[SearchDocument]:
    """Documents for those of these threads and pages that are there; for a deleted one there is none."""
    around = _Around(ids)
    threads = [around.thread(row) for row in around.threads]
    pages = [around.page(row) for row in around.pages]
    return [one for one in (*threads, *pages) if one.tokens]


def every_document(after_each: Callable[[], None] | None = None) -> Iterator[SearchDocument]:
    """All that is to be found, in order of ids.

    Args:
        after_each: called between batches, to end the read snapshot.
    """
    for ids in every_root():
        yield from documents_of(ids)
        if after_each is not None:
            after_each()


def every_root(community_id: str | None = None) -> Iterator[Sequence[str]]:
    """The ids of all threads and pages (of one community), in batches."""
    after = ""
    while ids := queries.roots_after(after, community_id):
        yield ids
        after = ids[-1]


def _grouped(found: Iterable[Row[Any]], name: str) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = {}
    for row in found:
        grouped.setdefault(getattr(row, name), []).append(row)
    return grouped


@dataclass
class _Around:
    """What stands around a batch of threads and pages."""

    ids: Sequence[str]
    threads: Sequence[Row[Any]] = ()
    pages: Sequence[Row[Any]] = ()
    tokens: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read it all."""
        self.threads = queries.rows(queries.THREADS, self.ids)
        self.pages = queries.rows(queries.PAGES, self.ids)
        thread_ids = [row.id for row in self.threads]
        roots = [*thread_ids, *(row.id for row in self.pages)]
        topics = queries.rows(queries.TOPICS, roots)
        places = {id_ for row in (*self.threads, *self.pages) for id_ in (row.system_id, row.task_id) if id_}
        self.slugs = {row.id: row.slug for row in queries.rows(queries.PLACES, places)}
        for row in queries.rows(queries.TOKENS, {*roots, *places, *(row.id for row in topics)}):
            self.tokens.setdefault(row.object, set()).add(row.token)
        self.topics = _grouped(topics, "object")
        self.posts = _grouped(queries.rows(queries.POSTS, thread_ids), "thread_id")
        self.solutions = _grouped(queries.rows(queries.SOLUTIONS, thread_ids), "thread_id")
        self.worked = {row.root: row.worked for row in queries.rows(queries.WORKED, roots)}
        self.warned = {row.object for row in queries.rows(queries.WARNED, roots)}

    def thread(self, row: Row[Any]) -> SearchDocument:
        """A thread: what worked weighs more than what was merely said."""
        standing = {
            one.subject: one for one in self.solutions.get(row.id, ()) if one.subject not in self.warned
        }
        warned = {one.subject for one in self.solutions.get(row.id, ()) if one.subject in self.warned}
        posts = self.posts.get(row.id, [])
        worked = [one.body_html for one in posts if one.id in standing]
        worked += [row.body_html] if row.id in standing else []
        worked += [one.cause_html for one in standing.values() if one.cause_html]
        return SearchDocument(
            **self._common(row, "thread"),
            body=_text([row.body_html]),
            solution=_text(worked),
            answers=_text(one.body_html for one in posts if one.id not in standing),
            state=row.state,
            warned=bool(warned) and not standing,
        )

    def page(self, row: Row[Any]) -> SearchDocument:
        """A page: how one knows that it worked belongs to its text."""
        body = f"{_text([row.body_html])}\n{row.success}".strip()[:LONGEST_FIELD]
        return SearchDocument(**self._common(row, "page"), body=body, warned=row.id in self.warned)

    def _common(self, row: Row[Any], kind: str) -> dict[str, Any]:
        tokens = frozenset(self.tokens.get(row.id, ()))
        topics = [one.name for one in self.topics.get(row.id, ()) if self._is_known_to(tokens, one.id)]
        return {
            "id": row.id,
            "type": kind,
            "community": row.community_id,
            "tokens": tokens,
            "title": row.title,
            "topics": tuple(sorted(topics)),
            "system": self._place(tokens, row.system_id),
            "task": self._place(tokens, row.task_id),
            "kind": row.kind,
            "author": row.author,
            "worked": self.worked.get(row.id, 0),
            "activity": row.activity,
        }

    def _place(self, tokens: frozenset[str], id_: str | None) -> str:
        return self.slugs.get(id_, "") if id_ and self._is_known_to(tokens, id_) else ""

    def _is_known_to(self, tokens: frozenset[str], id_: str) -> bool:
        """Whether whoever opens the thing may know of this topic, system or task too."""
        known = self.tokens.get(id_, set())
        # Everybody who is signed in holds `open`, whatever else opened the thing to them.
        return tokens <= known or ("open" in known and "public" not in tokens - known)


def _text(pieces: Iterable[str]) -> str:
    return "\n".join(map(stripped, pieces))[:LONGEST_FIELD]
