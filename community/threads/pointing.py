"""Who knows about what a text says, and why: those to whom a roadblock is pointed when it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, or_, select, union_all

from community.access.evidence import STANDS
from community.access.visibility import VISIBLE, seeing
from community.core.addresses import page_path, thread_path
from community.core.clock import now
from community.core.language import N_, Sentence
from community.core.session import query, session
from community.core.viewer import Viewer
from models import About, Community, Evidence, Membership, Page, Person, Pointed, Thread, Topic

from .named import spaced

MOST_PEOPLE = 3
MOST_REASONS = 3
HAS_SOLVED, KNOWS_ABOUT = N_("has solved %(topic)s before"), N_("knows about %(topic)s")

_TOPICS: Any = select(Topic.id, Topic.name).where(VISIBLE[Topic]).limit(2000)
# What may be said of somebody to whoever asks in this community.
_COUNTS = (STANDS, or_(Evidence.is_open, Evidence.community_id == bindparam("community")))
_PEOPLE: Any = (
    select(
        Person.id,
        Person.handle,
        Person.name,
        Topic.name.label("topic"),
        func.max(Evidence.kind).label("kind"),
    )
    .join(Evidence, Evidence.person_id == Person.id)
    .join(Topic, Topic.id == Evidence.topic_id)
    .where(
        Evidence.topic_id.in_(bindparam("topics", expanding=True)),
        VISIBLE[Topic],
        *_COUNTS,
        Person.id != bindparam("me"),
        Person.email_confirmed_at.is_not(None),
        Person.deactivated_at.is_(None),
        or_(Person.suspended_until.is_(None), Person.suspended_until < bindparam("now")),
        or_(
            bindparam("is_open"),
            select(Membership.person_id)
            .where(Membership.community_id == bindparam("community"), Membership.person_id == Person.id)
            .exists(),
        ),
    )
    .group_by(Person.id, Person.handle, Person.name, Topic.name)
    .order_by(func.count().desc(), Person.handle)
    .limit(MOST_PEOPLE * 3)
)


def _reasons(model: type[Thread | Page], kind: str) -> Any:
    return (
        select(Evidence.person_id, model.id, model.title, Evidence.at, literal(kind).label("kind"))
        .join(model, model.id == Evidence.root)
        .where(
            Evidence.person_id.in_(bindparam("people", expanding=True)),
            Evidence.topic_id.in_(bindparam("topics", expanding=True)),
            *_COUNTS,
            VISIBLE[model],
        )
        .distinct()
    )


_BOTH: Any = union_all(_reasons(Thread, "thread"), _reasons(Page, "page")).subquery()
_WHY: Any = select(_BOTH).order_by(_BOTH.c.at.desc(), _BOTH.c.id).limit(MOST_PEOPLE * 20)
_ABOUT: Any = select(About.topic_id).where(About.object == bindparam("thread"))


@dataclass(frozen=True)
class Reason:
    """Something of theirs that shows it."""

    path: str
    title: str


@dataclass(frozen=True)
class Knower:
    """Somebody who knows, in a phrase, and what shows it: things that whoever asks may read."""

    id: str
    handle: str
    name: str
    phrase: Sentence
    reasons: tuple[Reason, ...] = ()


def topics_in(viewer: Viewer, text: str) -> list[str]:
    """The topics that occur in a text, of those the viewer sees."""
    words = spaced(text)
    return [row.id for row in query(_TOPICS, seeing(viewer)) if spaced(row.name) in words]


def who_knows(viewer: Viewer, community: Community, topics: Sequence[str]) -> tuple[Knower, ...]:
    """Those who know most about these topics and may read what is asked in this community; never the viewer."""
    if not topics:
        return ()
    values = {
        **seeing(viewer), "topics": list(topics), "community": community.id, "me": viewer.person_id or "",
        "is_open": community.visibility == "open", "now": now(),
    }  # fmt: skip
    people: dict[str, Knower] = {}
    for row in query(_PEOPLE, values):
        phrase = HAS_SOLVED if row.kind == "solution" else KNOWS_ABOUT
        known = Knower(row.id, row.handle, row.name, Sentence(phrase, {"topic": row.topic}))
        people.setdefault(row.id, known)
    return tuple(people.values())[:MOST_PEOPLE]


def with_reasons(
    viewer: Viewer, community: Community, topics: Sequence[str], people: Sequence[Knower]
) -> tuple[Knower, ...]:
    """The same people with what shows that they know, the latest first."""
    if not people:
        return ()
    values = {
        **seeing(viewer), "topics": list(topics), "community": community.id,
        "people": [one.id for one in people],
    }  # fmt: skip
    found: dict[str, dict[str, Reason]] = {}
    for row in query(_WHY, values):
        found.setdefault(row.person_id, {}).setdefault(row.id, _reason(row))
    return tuple(replace(one, reasons=tuple(found.get(one.id, {}).values())[:MOST_REASONS]) for one in people)


def _reason(row: Row[Any]) -> Reason:
    return Reason((page_path if row.kind == "page" else thread_path)(row.id, row.title), row.title)


def point(actor: Viewer, thread: Thread, asked: Iterable[str] | None) -> None:
    """Within the caller's unit of work: point a new roadblock to those who know about it.

    Args:
        actor: who asks.
        thread: with its topics.
        asked: the handles of those it is to be pointed to; nobody else than who is proposed counts. None: all of them.
    """
    about = query(_ABOUT, {"thread": thread.id}).scalars().all()
    topics = list(dict.fromkeys([*topics_in(actor, f"{thread.title} {thread.body}"), *about]))
    wanted = None if asked is None else set(asked)
    for one in who_knows(actor, thread.community, topics):
        if wanted is None or one.handle in wanted:
            session().add(Pointed(thread_id=thread.id, person_id=one.id, at=thread.created_at))
    session().flush()


_POINTED: Any = (
    select(Person.name)
    .join(Pointed, Pointed.person_id == Person.id)
    .where(Pointed.thread_id == bindparam("thread"))
    .order_by(Person.name)
)


def pointed_to(thread: Thread) -> Sequence[str]:
    """The names of those to whom a roadblock was pointed: said to whoever asked it, once they have."""
    return query(_POINTED, {"thread": thread.id}).scalars().all()
