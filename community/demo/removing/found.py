"""What is to go, and what stays because somebody who is not of the demo has written in it.

Looked up by the set: the demo may have been lived in for a while.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select

from community.core.session import session
from community.demo import records
from models import (
    Community,
    Page,
    PageRevision,
    Person,
    Post,
    Solution,
    System,
    Task,
    TextVersion,
    Thread,
    Topic,
)

Ids = frozenset[str]
# SQLite takes a bounded number of parameters in one statement.
AT_ONCE = 500


@dataclass(frozen=True)
class Found:
    """What goes, by its kind, and what stays; `people` are all of the demo, whether or not their rows can go."""

    people: Ids
    threads: Ids
    posts: Ids
    pages: Ids
    communities: Ids
    entries: Ids
    kept_threads: Ids
    kept_pages: Ids
    kept_communities: Ids

    @property
    def roots(self) -> Ids:
        """Threads and pages that go."""
        return self.threads | self.pages

    @property
    def objects(self) -> Ids:
        """Everything that goes and has an id of its own, people aside."""
        return self.roots | self.posts | self.communities | self.entries


def found() -> Found:
    """Look it all up, and hold it: whoever writes there just now is through first, or finds it gone."""
    made = records.pieces(records.SOURCE, records.KEPT_SOURCE)
    homes = _held(Community, (one.id for one in made if one.kind == "community"))
    threads = _in_or_made(Thread, homes, (one.id for one in made if one.kind == "thread"))
    pages = _in_or_made(Page, homes, (one.id for one in made if one.kind == "page"))
    people = _held(Person, (one.id for one in made if one.kind == "person"))
    kept_threads = frozenset(_written_in_by_others(threads, people))
    kept_pages = frozenset(_revised_by_others(pages, people))
    gone = (threads - kept_threads) | (pages - kept_pages)
    kept_homes = frozenset(_still_homes(homes, gone))
    communities = homes - kept_homes
    return Found(
        people=people,
        threads=threads - kept_threads,
        posts=_ids(select(Post.id), Post.thread_id, threads - kept_threads),
        pages=pages - kept_pages,
        communities=communities,
        entries=frozenset().union(
            *(_ids(select(kind.id), kind.community_id, communities) for kind in (Topic, System, Task))
        ),
        kept_threads=kept_threads,
        kept_pages=kept_pages,
        kept_communities=kept_homes,
    )


def parts(ids: Iterable[str]) -> Iterator[Sequence[str]]:
    """Ids in parts that fit into a statement."""
    every = sorted(set(ids))
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def _ids(chosen: Select[Any], column: Any, among: Iterable[str]) -> Ids:
    """What a statement finds where a column is one of these."""
    return frozenset(
        id_ for some in parts(among) for id_ in session().scalars(chosen.where(column.in_(some))) if id_
    )


def _held(model: Any, ids: Iterable[str]) -> Ids:
    """Those of these that are there, their rows locked where several may write at once."""
    return _ids(select(model.id).order_by(model.id).with_for_update(), model.id, ids)


def _in_or_made(model: Any, homes: Ids, made: Iterable[str]) -> Ids:
    """What stands in the demo's communities, whoever wrote it; and what the demo made, wherever it was moved."""
    return _held(model, _ids(select(model.id), model.community_id, homes) | frozenset(made))


def _written_in_by_others(threads: Ids, people: Ids) -> Iterator[str]:
    """Threads with a text that stands and is of somebody else: their own text, a post, a version, a cause."""
    ours = sorted(people)
    yield from _ids(select(Thread.id).where(Thread.author_id.not_in(ours)), Thread.id, threads)
    posts = select(Post.thread_id).where(Post.author_id.not_in(ours), Post.deleted_at.is_(None))
    yield from _ids(posts.distinct(), Post.thread_id, threads)
    changed = (
        select(Thread.id)
        .outerjoin(Post, and_(Post.thread_id == Thread.id, Post.deleted_at.is_(None)))
        .join(TextVersion, or_(TextVersion.object == Thread.id, TextVersion.object == Post.id))
        .where(TextVersion.by_id.not_in(ours))
    )
    yield from _ids(changed.distinct(), Thread.id, threads)
    causes = select(Solution.thread_id).where(Solution.cause != "", Solution.cause_by_id.not_in(ours))
    yield from _ids(causes.distinct(), Solution.thread_id, threads)


def _revised_by_others(pages: Ids, people: Ids) -> Ids:
    """Pages that have a version of somebody else."""
    others = select(PageRevision.page_id).where(PageRevision.by_id.not_in(sorted(people)))
    return _ids(others.distinct(), PageRevision.page_id, pages)


def _still_homes(homes: Ids, gone: Ids) -> Iterator[str]:
    """Communities in which something stays."""
    for kind in (Thread, Page):
        for some in parts(homes):
            standing = select(kind.id, kind.community_id).where(kind.community_id.in_(some))
            yield from (row.community_id for row in session().execute(standing) if row.id not in gone)
