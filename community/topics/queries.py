"""What threads and pages are about, as far as the viewer may know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, select, union_all

from community.access.visibility import VISIBLE, seeing
from community.core.addresses import place_path, slug_of
from community.core.session import query, session
from community.core.viewer import Viewer
from models import About, Community, Owner, Person, System, Task, Topic

MOST_KEPT = 500
MOST_SHOWN = 16

_TOPICS_OF = (
    select(About.object, Topic.name, Topic.slug)
    .join(Topic, Topic.id == About.topic_id)
    .where(About.object.in_(bindparam("objects", expanding=True)), VISIBLE[Topic])
    .order_by(Topic.name)
)
_SYSTEMS = select(System.name).where(VISIBLE[System]).order_by(System.name).limit(200)
_TASKS = select(Task.name).where(VISIBLE[Task]).order_by(Task.name).distinct().limit(200)
_TOPICS = select(Topic.name).where(VISIBLE[Topic]).order_by(Topic.name).distinct().limit(200)


def topics_of(viewer: Viewer, objects: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """The topics of several threads or pages, by their ids; rows have `name` and `slug`."""
    ids = list(objects)
    found: dict[str, list[Row[Any]]] = {id_: [] for id_ in ids}
    if ids:
        for row in query(_TOPICS_OF, {**seeing(viewer), "objects": ids}):
            found[row.object].append(row)
    return found


def known_places(viewer: Viewer) -> tuple[Sequence[str], Sequence[str]]:
    """Names of systems and of tasks to offer while typing."""
    who = seeing(viewer)
    return session().scalars(_SYSTEMS, who).all(), session().scalars(_TASKS, who).all()


def known_topics(viewer: Viewer) -> Sequence[str]:
    """Names of topics to offer while typing."""
    return session().scalars(_TOPICS, seeing(viewer)).all()


_KEPT: Any = (
    union_all(
        select(
            literal("systems").label("kind"),
            System.id,
            System.name,
            System.name.label("system_name"),
            System.id.label("system_id"),
            System.slug.label("system_slug"),
            literal("").label("task_slug"),
        ).where(VISIBLE[System], System.community_id == bindparam("community")),
        select(literal("tasks"), Task.id, Task.name, System.name, System.id, System.slug, Task.slug)
        .join(System, System.id == Task.system_id)
        .where(VISIBLE[Task], VISIBLE[System], Task.community_id == bindparam("community")),
    )
    .order_by("system_name", "system_id", "kind", "name", "id")
    .limit(MOST_KEPT)
)
_KEPT_FEW = _KEPT.limit(MOST_SHOWN)
_OWNERS: Any = (
    select(Owner.object, Person.id, Person.handle, Person.name)
    .join(Person, Person.id == Owner.person_id)
    .where(Owner.object.in_(bindparam("ids", expanding=True)), VISIBLE[Person])
    .order_by(func.lower(Person.name), Person.id)
)


@dataclass(frozen=True)
class KeptPlace:
    """A system or a task of a community's list, and who answers for it."""

    id: str
    kind: str
    name: str
    system_name: str
    system_id: str
    path: str
    owners: tuple[Row[Any], ...] = ()


def kept_places(viewer: Viewer, community: Community) -> list[KeptPlace]:
    """The systems that a community keeps, each with its tasks, by name; two queries for them all."""
    who = seeing(viewer)
    rows = query(_KEPT, {**who, "community": community.id}).all()
    owners: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
    if rows:
        for row in query(_OWNERS, {**who, "ids": list(owners)}):
            owners[row.object].append(row)
    return [_kept(row, owners[row.id]) for row in rows]


def some_places(viewer: Viewer, community: Community) -> list[KeptPlace]:
    """The first of them, without who answers for them; one query."""
    rows = query(_KEPT_FEW, {**seeing(viewer), "community": community.id}).all()
    return [_kept(row, []) for row in rows]


def _kept(row: Row[Any], owners: list[Row[Any]]) -> KeptPlace:
    path = place_path(row.system_slug, row.task_slug)
    return KeptPlace(row.id, row.kind, row.name, row.system_name, row.system_id, path, tuple(owners))


def owners_of(viewer: Viewer, ids: Iterable[str]) -> list[Row[Any]]:
    """The people who answer for any of these systems and tasks, each once; rows have `handle` and `name`."""
    found = query(_OWNERS, {**seeing(viewer), "ids": list(ids)}).all()
    return list({row.handle: row for row in found}.values())


_OTHER: Any = {
    System: select(System).where(System.slug == bindparam("slug"), VISIBLE[System]),
    Task: select(Task).where(
        Task.slug == bindparam("slug"), VISIBLE[Task], Task.system_id == bindparam("system")
    ),
}


def other_named(viewer: Viewer, place: System | Task, name: str) -> System | Task | None:
    """What goes by this name in the list where a system or task stands: of a task, among its system's."""
    model = type(place)
    beside = model.community_id.is_not_distinct_from(bindparam("home"))
    system = place.system_id if isinstance(place, Task) else None
    values = {**seeing(viewer), "slug": slug_of(name), "home": place.community_id, "system": system}
    if model is System:
        del values["system"]
    found: System | Task | None = session().scalars(_OTHER[model].where(beside), values).first()
    return found


def home_of(viewer: Viewer, place: System | Task) -> Community | None:
    """The community that keeps a system or task which the viewer was found to see; None: the network does."""
    home = select(Community).where(VISIBLE[Community], Community.id == (place.community_id or ""))
    found: Community | None = session().scalars(home, seeing(viewer)).first()
    return found
