"""What people have shown that they know, for the places where their names stand: a phrase, its topics, its reasons.

Only what the viewer may read counts, and nothing is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from community.access.evidence import STANDS
from community.access.visibility import VISIBLE, seeing
from community.core.language import N_, Sentence
from community.core.session import query
from community.core.viewer import Viewer
from models import About, Evidence, Person, Post, Thread, Topic

KNOWS_ABOUT = N_("knows about %(topic)s")
IN_A_PHRASE = 2
MOST_PEOPLE = 4
MOST_TOPICS = 12
MOST_REASONS = 8

_SEEN = (VISIBLE[Topic], VISIBLE[Thread], STANDS)
_LATEST: Any = func.max(Evidence.at)
_TOPICS: Any = (
    select(Evidence.person_id, Topic.slug, func.min(Topic.name).label("name"))
    .join(Topic, Topic.id == Evidence.topic_id)
    .join(Thread, Thread.id == Evidence.root)
    .where(Evidence.person_id.in_(bindparam("people", expanding=True)), *_SEEN)
    .group_by(Evidence.person_id, Topic.slug)
    .order_by(_LATEST.desc(), Topic.slug)
    .limit(200)
)
_ABOUT: Any = (
    select(Person.id, Person.handle, Person.name)
    .join(Evidence, Evidence.person_id == Person.id)
    .join(About, About.topic_id == Evidence.topic_id)
    .join(Topic, Topic.id == Evidence.topic_id)
    .join(Thread, Thread.id == Evidence.root)
    .where(About.object == bindparam("object"), VISIBLE[Person], *_SEEN)
    .group_by(Person.id, Person.handle, Person.name)
    .order_by(_LATEST.desc(), Person.id)
    .limit(MOST_PEOPLE)
)
_REASONS: Any = (
    select(Evidence.object, Thread.id, Thread.kind, Thread.title, Thread.state, Post.number)
    .join(Topic, Topic.id == Evidence.topic_id)
    .join(Thread, Thread.id == Evidence.root)
    .outerjoin(Post, Post.id == Evidence.object)
    .where(Evidence.person_id == bindparam("person"), *_SEEN)
    .group_by(Evidence.object, Thread.id, Thread.kind, Thread.title, Thread.state, Post.number)
    .order_by(_LATEST.desc(), Evidence.object)
    .limit(MOST_REASONS)
)


@dataclass(frozen=True)
class Known:
    """What somebody knows about, and the answers and tips of theirs that helped."""

    topics: Sequence[Row[Any]]
    reasons: Sequence[Row[Any]]


def phrases(viewer: Viewer, people: Sequence[str]) -> dict[str, Sentence]:
    """What each of these people (by their ids) knows about, in a phrase; nothing for whoever has shown nothing."""
    topics: dict[str, list[str]] = {}
    for row in _topics(viewer, people):
        topics.setdefault(row.person_id, []).append(row.name)
    return {id_: phrase(names) for id_, names in topics.items()}


def phrase(topics: Sequence[str]) -> Sentence:
    """'knows about printing, files'."""
    return Sentence(KNOWS_ABOUT, {"topic": ", ".join(topics[:IN_A_PHRASE])})


def _topics(viewer: Viewer, people: Sequence[str]) -> Sequence[Row[Any]]:
    return query(_TOPICS, {**seeing(viewer), "people": list(people)}).all() if people else ()


def who_knows_of(viewer: Viewer, object_id: str) -> Sequence[Row[Any]]:
    """The people who know the topics of a thread or page, the latest to show it first."""
    return query(_ABOUT, {**seeing(viewer), "object": object_id}).all()


def known_of(viewer: Viewer, person: Person) -> Known:
    """What one person has shown, the latest first; two queries."""
    reasons = query(_REASONS, {**seeing(viewer), "person": person.id}).all()
    return Known(_topics(viewer, [person.id])[:MOST_TOPICS] if reasons else (), reasons)
