"""Who knows about it: people by name and by what they have shown, as far as the viewer may read that.

No ranking: people whom the viewer follows or shares a community with first, then by name. Nothing is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Row, and_, bindparam, case, func, or_, select, tuple_

from community.access.evidence import STANDS
from community.access.visibility import VISIBLE, seeing
from community.core.addresses import post_path, slug_of, thread_path
from community.core.clock import now
from community.core.language import Sentence
from community.core.paging import Paged, decode, encode
from community.core.session import session
from community.core.viewer import Viewer
from models import MUTE, Community, Evidence, Following, Membership, Person, Post, Thread, Topic

from .knowledge import KNOWS_ABOUT
from .objects import person_object
from .queries import like

MOST_REASONS = 5


@dataclass(frozen=True)
class Wanted:
    """Who is looked for: words of a name or topic, a topic by name, only people who are here just now."""

    words: str = ""
    topic: str = ""
    is_available: bool = False


def _flag(name: str) -> Any:
    return bindparam(name, type_=Boolean)


_shares = (
    select(Membership.person_id)
    .where(Membership.person_id == Person.id, Membership.community_id.in_(bindparam("mine", expanding=True)))
    .correlate(Person)
    .exists()
)
_follows = (
    select(Following.object)
    .where(Following.person_id == bindparam("me"), Following.object == Person.id, Following.strength != MUTE)
    .correlate(Person)
    .exists()
)
_ORDER: Any = (case((or_(_shares, _follows), 0), else_=1), func.lower(Person.name), Person.id)
_evidence: Any = (
    select(Evidence.person_id)
    .join(Topic, Topic.id == Evidence.topic_id)
    .join(Thread, Thread.id == Evidence.root)
    .where(Evidence.person_id == Person.id, VISIBLE[Topic], VISIBLE[Thread], STANDS)
    .correlate(Person)
)
_named = or_(
    Person.name.ilike(bindparam("like"), escape="\\"), Person.handle.ilike(bindparam("like"), escape="\\")
)
_about_words = _evidence.where(Topic.name.ilike(bindparam("like"), escape="\\")).exists()
_about_topic = _evidence.where(Topic.slug == bindparam("topic")).exists()
_in_use = and_(
    Person.email_confirmed_at.is_not(None),
    or_(Person.suspended_until.is_(None), Person.suspended_until <= bindparam("at")),
)
_PEOPLE: Any = (
    select(
        Person.id, Person.handle, Person.name, Person.email.is_(None).label("is_unclaimed"),
        _ORDER[0].label("far"), _ORDER[1].label("sort_name"),
    )
    .where(
        VISIBLE[Person],
        or_(_flag("any_words"), _named, _about_words),
        or_(_flag("any_topic"), _about_topic),
        or_(_flag("anybody"), _in_use),
        # Imported authors whom nobody has claimed are found by name or topic, but fill no list.
        or_(Person.email.is_not(None), ~and_(_flag("any_words"), _flag("any_topic"))),
        or_(Person.email.is_(None), Person.email_confirmed_at.is_not(None)),
    )
    .order_by(*_ORDER)
    .limit(bindparam("most"))
)  # fmt: skip
_PEOPLE_AFTER = _PEOPLE.where(
    tuple_(*_ORDER) > tuple_(bindparam("far"), bindparam("sort_name"), bindparam("id"))
)
# What was asked about stands first.
_asked_about = case((Topic.name.ilike(bindparam("like"), escape="\\"), 0), else_=1)
_turn = func.row_number().over(
    partition_by=Evidence.person_id, order_by=(_asked_about, Evidence.at.desc(), Evidence.object, Topic.name)
)
_SHOWN: Any = (
    select(
        Evidence.person_id, Evidence.kind, Evidence.object, Topic.name.label("topic"), Thread.id.label("thread_id"),
        Thread.title, Thread.state, Post.number, Community.slug, Community.name, Community.visibility,
        _turn.label("turn"),
    )
    .join(Topic, Topic.id == Evidence.topic_id)
    .join(Thread, Thread.id == Evidence.root)
    .join(Community, Community.id == Thread.community_id)
    .outerjoin(Post, Post.id == Evidence.object)
    .where(
        Evidence.person_id.in_(bindparam("people", expanding=True)),
        VISIBLE[Topic],
        VISIBLE[Thread],
        STANDS,
        or_(_flag("any_topic"), Topic.slug == bindparam("topic")),
    )
).subquery()  # fmt: skip
# One thing shows as many topics as its thread has, so a few more rows than reasons.
_REASONS: Any = (
    select(_SHOWN).where(_SHOWN.c.turn <= MOST_REASONS * 4).order_by(_SHOWN.c.person_id, _SHOWN.c.turn)
)


@dataclass(frozen=True)
class Knower:
    """Somebody, what they know about in a phrase (None: they have shown nothing), and what it rests on."""

    id: str
    handle: str
    name: str
    is_unclaimed: bool
    phrase: Sentence | None
    reasons: tuple[Row[Any], ...]


def who_knows(viewer: Viewer, wanted: Wanted, limit: int, after: str | None = None) -> Paged[Knower]:
    """People, each with their evidence in a phrase and what it rests on.

    Args:
        viewer: who asks.
        wanted: whom they look for.
        limit: how many.
        after: the cursor of the page before.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    topic = slug_of(wanted.topic)
    values: dict[str, Any] = {
        **seeing(viewer),
        "me": viewer.person_id,
        "mine": list(viewer.roles),
        "like": like(wanted.words),
        "topic": topic,
        "any_words": not wanted.words,
        "any_topic": not wanted.topic.strip(),
        "anybody": not wanted.is_available,
        "at": now(),
        "most": limit + 1,
    }
    statement = _PEOPLE
    if after is not None:
        far, sort_name, id_ = decode(after, int, str, str)
        statement = _PEOPLE_AFTER
        values |= {"far": far, "sort_name": sort_name, "id": id_}
    rows = session().execute(statement, values).all()
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    reasons = _reasons(values, [row.id for row in shown])
    found = [_found(row, reasons.get(row.id, [])) for row in shown]
    return Paged(found, encode(last.far, last.sort_name, last.id) if last is not None else None)


def _reasons(values: dict[str, Any], people: list[str]) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = {}
    if people:
        for row in session().execute(_REASONS, {**values, "people": people}):
            grouped.setdefault(row.person_id, []).append(row)
    return grouped


def _found(person: Row[Any], reasons: list[Row[Any]]) -> Knower:
    said = Sentence(KNOWS_ABOUT, {"topic": reasons[0].topic}) if reasons else None
    return Knower(person.id, person.handle, person.name, person.is_unclaimed, said, _each_once(reasons))


def _each_once(reasons: Iterable[Row[Any]]) -> tuple[Row[Any], ...]:
    """What it rests on, each once, the newest first; no sums."""
    found: dict[str, Row[Any]] = {}
    for row in reasons:
        found.setdefault(row.object, row)
    return tuple(found.values())[:MOST_REASONS]


def path_of(reason: Row[Any]) -> str:
    """Where the answer or tip stands that somebody's knowledge rests on."""
    if reason.number:
        return post_path(reason.thread_id, reason.title, reason.number)
    return thread_path(reason.thread_id, reason.title)


def knower_object(one: Knower) -> dict[str, Any]:
    """The same as the API shows it."""
    return {
        "person": person_object(one),
        "evidence": str(one.phrase) if one.phrase is not None else None,
        "why": [_item(row) for row in one.reasons],
    }


def _item(row: Row[Any]) -> dict[str, Any]:
    return {
        "type": "thread",
        "id": row.thread_id,
        "thread": None,
        "title": row.title,
        "url": path_of(row),
        "snippet_html": "",
        "state": row.state,
        "community": {"slug": row.slug, "name": row.name, "visibility": row.visibility},
        "score": 0.0,
        "why": [row.kind],
    }
