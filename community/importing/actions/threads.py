"""Threads with all that belongs to them, some dozens in one unit of work: rows by the set, one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert

from community.access.audience import give_homes
from community.access.check import require
from community.access.permissions import Permission
from community.core import streams
from community.core.action import action
from community.core.clock import now
from community.core.events import ThreadsImported, emit
from community.core.session import session
from community.core.streams import Entry
from community.core.viewer import Viewer
from community.importing import queries
from community.importing.conversation import Conversation
from community.importing.naming import Passage
from community.importing.written import Row
from community.topics.keeping import topics_named
from models import About, Community, Imported, Post, Solution, TextVersion, Thread


@action
def bring_threads(
    actor: Viewer, community: Community, passage: Passage, conversations: Sequence[Conversation]
) -> None:
    """Bring these threads in. Their people are here, and none of the threads is."""
    require(actor, Permission.IMPORT_RUN, community)
    _as_claimed(conversations)
    ids = tuple(one.thread["id"] for one in conversations)
    _insert(Thread, [one.thread for one in conversations])
    _insert(Post, [row for one in conversations for row in one.answers])
    _insert(Post, [row for one in conversations for row in one.comments])
    _insert(TextVersion, [row for one in conversations for row in one.versions])
    _insert(Solution, [row for one in conversations for row in one.solutions])
    give_homes(ids, community)
    _insert(About, list(_topics(actor, community, conversations)))
    streams.begin(
        (Entry(f"thread:{one.thread['id']}", "thread.changed", one.thread["id"]), one.thread["activity"])
        for one in conversations
    )
    _insert(Imported, list(_kept(passage, conversations)))
    emit(ThreadsImported(thread_ids=ids, community_id=community.id, actor_id=actor.person_id))


def _as_claimed(conversations: Sequence[Conversation]) -> None:
    """What somebody wrote whose profile was claimed is its claimer's at once."""
    claimed = queries.claimed({id_ for one in conversations for id_ in one.authors})
    if not claimed:
        return
    for one in conversations:
        for name, rows in (
            ("author_id", (one.thread, *one.answers, *one.comments)),
            ("by_id", one.versions),
            ("accepted_by_id", one.solutions),
        ):
            for row in rows:
                row[name] = claimed.get(row[name], row[name])


def _insert(model: Any, rows: list[Row]) -> None:
    if rows:
        session().execute(insert(model), rows)


def _topics(actor: Viewer, community: Community, conversations: Sequence[Conversation]) -> Iterable[Row]:
    """What each thread is about: its tags, kept as topics of the community."""
    ids = topics_named(actor, {tag for one in conversations for tag in one.tags}, community)
    for one in conversations:
        for topic_id in sorted({ids[tag] for tag in one.tags if tag in ids}):
            yield {"object": one.thread["id"], "topic_id": topic_id, "by_id": actor.person_id}


def _kept(passage: Passage, conversations: Sequence[Conversation]) -> Iterable[Row]:
    at = now()
    for one in conversations:
        for row in one.imported:
            yield {**row, "source": passage.source, "at": at}
