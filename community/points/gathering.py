"""Everything on one point of work: pages, ways through, open roadblocks and people, each from its own feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from community.core.language import N_, Sentence
from community.core.viewer import Viewer
from community.pages.at_work import steps
from community.threads.at_work import GotThrough, still_open, ways_through, who_got_through
from community.topics.places import Place, tasks_of
from community.topics.queries import owners_of

ANSWERS_FOR_IT = N_("answers for it")
HAS_SOLVED = N_("has solved this before")


@dataclass(frozen=True)
class Knower:
    """Somebody who knows about it, in a phrase, and what that rests on."""

    id: str
    handle: str
    name: str
    phrase: Sentence
    reasons: tuple[Row[Any], ...] = ()


@dataclass(frozen=True)
class PointOfWork:
    """A system, or a task done with it, and all that helps there."""

    place: Place
    tasks: Sequence[Row[Any]]
    pages: Sequence[Row[Any]]
    through: Sequence[Row[Any]]
    open: Sequence[Row[Any]]
    people: Sequence[Knower]


def gather(viewer: Viewer, place: Place) -> PointOfWork:
    """What the viewer may read of it: six queries, however much there is."""
    here = (place.system_ids, place.task_ids)
    return PointOfWork(
        place=place,
        tasks=tasks_of(viewer, place),
        pages=steps(viewer, *here),
        through=ways_through(viewer, *here),
        open=still_open(viewer, *here),
        people=_people(viewer, place),
    )


def _people(viewer: Viewer, place: Place) -> list[Knower]:
    """Whoever answers for it first, then whoever got others through."""
    got_through = who_got_through(viewer, place.system_ids, place.task_ids)
    solved = {one.handle: one for one in got_through}
    found = [
        Knower(row.id, row.handle, row.name, Sentence(ANSWERS_FOR_IT), _reasons(solved.pop(row.handle, None)))
        for row in owners_of(viewer, (*place.system_ids, *place.task_ids))
    ]
    phrase = Sentence(HAS_SOLVED)
    return found + [Knower(one.id, one.handle, one.name, phrase, one.reasons) for one in solved.values()]


def _reasons(one: GotThrough | None) -> tuple[Row[Any], ...]:
    return one.reasons if one else ()
