"""The system or task that a text names, from the lists of communities: proposed while asking, never demanded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, literal, or_, select, union_all

from community.access.visibility import VISIBLE, seeing
from community.core.addresses import slug_of
from community.core.normal import storable
from community.core.session import query, session
from community.core.viewer import Viewer
from models import Community, System, Task

MOST_KNOWN = 2000
# A shorter name is a word of every other text.
SHORTEST = 3
_WORDS = re.compile(r"\w+")

_KNOWN: Any = union_all(
    select(System.community_id, System.name.label("system"), literal("").label("task")).where(
        VISIBLE[System]
    ),
    select(Task.community_id, System.name, Task.name)
    .join(System, System.id == Task.system_id)
    .where(VISIBLE[Task], VISIBLE[System]),
).limit(MOST_KNOWN)
# One's own first, then by name: where a system of this name is kept, and one may ask.
_HOME: Any = (
    select(Community)
    .join(System, System.community_id == Community.id)
    .where(
        System.slug == bindparam("slug"),
        VISIBLE[System],
        VISIBLE[Community],
        Community.archived_at.is_(None),
        or_(Community.visibility == "open", Community.id.in_(bindparam("mine", expanding=True))),
    )
    .order_by(Community.id.in_(bindparam("mine", expanding=True)).desc(), func.lower(Community.name))
    .limit(1)
)


@dataclass(frozen=True)
class NamedPlace:
    """A point of work that a text names; `by_system`: the system itself, not its task alone."""

    community_id: str | None
    system: str
    task: str
    by_system: bool


def spaced(text: str) -> str:
    """The words of a text, so that whole words are found in it."""
    return f" {' '.join(_WORDS.findall(text.lower()))} "


def named_in(viewer: Viewer, text: str) -> list[NamedPlace]:
    """The points of work that a text names, the surest first: system and task, then the longest name."""
    words = spaced(text)
    if not words.strip():
        return []
    found = [one for row in query(_KNOWN, seeing(viewer)) if (one := _named(words, row)) is not None]
    return sorted(found, key=lambda one: (not one.by_system, not one.task, -len(one.system + one.task)))


def _named(words: str, row: Any) -> NamedPlace | None:
    by_system = _stands(words, row.system)
    by_task = bool(row.task) and _stands(words, row.task)
    if not by_task and (row.task or not by_system):
        return None
    return NamedPlace(row.community_id, row.system, row.task, by_system)


def _stands(words: str, name: str) -> bool:
    wanted = spaced(name)
    return len(wanted.strip()) >= SHORTEST and wanted in words


def home_of_system(viewer: Viewer, system: str) -> Community | None:
    """The community that keeps a system of this name and takes the viewer's question; one's own first."""
    slug = slug_of(system)
    if not slug or storable(slug) != slug:
        return None
    values = {**seeing(viewer), "slug": slug, "mine": list(viewer.roles)}
    found: Community | None = session().scalars(_HOME, values).first()
    return found


def first_kept_in(community: Community, named: Iterable[NamedPlace]) -> NamedPlace | None:
    """The surest of these that stands in the community's or the network's own list.

    Never one of another community's: its name would become known where the question goes.
    """
    return next((one for one in named if one.community_id in (community.id, None)), None)
