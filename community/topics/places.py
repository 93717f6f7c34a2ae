"""Points of work by their addresses: everything of that name that the viewer may know, whichever list it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from community.access.visibility import VISIBLE, seeing
from community.core.addresses import place_path, slug_of
from community.core.errors import NotFound
from community.core.normal import storable
from community.core.paging import Paged, decode, encode
from community.core.session import query
from community.core.viewer import Viewer
from models import Community, FormerName, System, Task

MOST = 200

_SLUGS: Any = bindparam("slugs", expanding=True)
_SYSTEM_IDS: Any = bindparam("systems", expanding=True)
_MINE: Any = bindparam("mine", expanding=True)


def _named(model: type[System | Task]) -> Any:
    """Entries with the community that keeps them, if the viewer may know that one; one's own communities' first."""
    return (
        select(
            model.id,
            model.slug,
            model.name,
            (System.id if model is System else Task.system_id).label("system_id"),
            Community.slug.label("community_slug"),
            Community.name.label("community_name"),
            Community.visibility.label("community_visibility"),
        )
        .outerjoin(Community, and_(Community.id == model.community_id, VISIBLE[Community]))
        .where(VISIBLE[model])
        .order_by(model.community_id.in_(_MINE).desc(), model.name, model.id)
        .limit(MOST)
    )


def _former(model: type[System | Task]) -> Any:
    found = select(model.slug).join(FormerName, FormerName.object == model.id)
    return found.where(VISIBLE[model], FormerName.slug.in_(_SLUGS)).order_by(FormerName.until.desc()).limit(1)


_SYSTEMS = _named(System).where(System.slug.in_(_SLUGS))
_FORMER_SYSTEM = _former(System)
_TASKS = _named(Task).where(Task.slug.in_(_SLUGS), Task.system_id.in_(_SYSTEM_IDS))
_FORMER_TASK = _former(Task).where(Task.system_id.in_(_SYSTEM_IDS))
_TASKS_OF = _named(Task).where(Task.system_id.in_(_SYSTEM_IDS))

_LISTED = (
    select(System.slug, func.min(System.name).label("name"))
    .where(VISIBLE[System])
    .group_by(System.slug)
    .order_by(System.slug)
)
_LISTED_AFTER = _LISTED.where(System.slug > bindparam("last"))
_LISTED_TASKS: Any = (
    select(System.slug.label("system_slug"), Task.slug, func.min(Task.name).label("name"))
    .join(System, System.id == Task.system_id)
    .where(VISIBLE[System], VISIBLE[Task], System.slug.in_(_SLUGS))
    .group_by(System.slug, Task.slug)
    .order_by(Task.slug)
)


@dataclass(frozen=True)
class Place:
    """A system, or a task done with it: its names, the entries behind them, the communities that keep those."""

    system: str
    system_slug: str
    task: str
    task_slug: str
    system_ids: tuple[str, ...]
    task_ids: tuple[str, ...]
    communities: tuple[Row[Any], ...]

    @property
    def path(self) -> str:
        """Its address."""
        return place_path(self.system_slug, self.task_slug)


def find_place(viewer: Viewer, system: str, task: str = "") -> Place:
    """The point of work at an address, or of these names. A former name finds what goes by another one now.

    Raises:
        NotFound: there is none, or none that the viewer may know: alike.
    """
    who = {**seeing(viewer), "mine": list(viewer.roles)}
    systems = _found(who, system, _SYSTEMS, _FORMER_SYSTEM)
    if not task:
        return _place(systems, systems, ())
    tasks = _found(who | {"systems": [row.id for row in systems]}, task, _TASKS, _FORMER_TASK)
    homes = {row.system_id for row in tasks}
    return _place([row for row in systems if row.id in homes], tasks, tasks)


def _found(who: dict[str, Any], name: str, present: Any, former: Any) -> Sequence[Row[Any]]:
    """What goes by this name; else what used to, by the name that it has now."""
    if storable(name) != name:
        raise NotFound
    slugs = sorted({name, slug_of(name)})
    rows = query(present, {**who, "slugs": slugs}).all()
    if not rows:
        now_called = query(former, {**who, "slugs": slugs}).scalar()
        rows = query(present, {**who, "slugs": [now_called]}).all() if now_called is not None else ()
    if not rows:
        raise NotFound
    # Typed as it stands in the address, or as it is spelt: never two different things at once.
    slug = name if any(row.slug == name for row in rows) else rows[0].slug
    return [row for row in rows if row.slug == slug]


def _place(systems: Sequence[Row[Any]], kept: Sequence[Row[Any]], tasks: Sequence[Row[Any]]) -> Place:
    homes = {row.community_slug: row for row in kept if row.community_slug is not None}
    return Place(
        system=systems[0].name,
        system_slug=systems[0].slug,
        task=tasks[0].name if tasks else "",
        task_slug=tasks[0].slug if tasks else "",
        system_ids=tuple(row.id for row in systems),
        task_ids=tuple(row.id for row in tasks),
        communities=tuple(homes.values()),
    )


def tasks_of(viewer: Viewer, place: Place) -> list[Row[Any]]:
    """The tasks done with a system, each name once; of a task: none."""
    if place.task_ids:
        return []
    who = {**seeing(viewer), "mine": list(viewer.roles), "systems": list(place.system_ids)}
    found = {row.slug: row for row in reversed(query(_TASKS_OF, who).all())}
    return sorted(found.values(), key=lambda row: str(row.name).lower())


@dataclass(frozen=True)
class Listed:
    """A system in the list of them all, with its tasks."""

    slug: str
    name: str
    tasks: tuple[Row[Any], ...]


def systems(viewer: Viewer, limit: int, after: str | None = None) -> Paged[Listed]:
    """Every system that the viewer may know, each name once, with its tasks; two queries.

    Raises:
        Invalid: a cursor that is not ours.
    """
    who = seeing(viewer)
    statement, values = _LISTED, dict(who)
    if after:
        statement, values["last"] = _LISTED_AFTER, decode(after, str)[0]
    rows = query(statement.limit(limit + 1), values).all()
    shown = rows[:limit]
    tasks = _listed_tasks(who, [row.slug for row in shown])
    found = [Listed(row.slug, row.name, tuple(tasks.get(row.slug, ()))) for row in shown]
    return Paged(found, encode(shown[-1].slug) if len(rows) > limit else None)


def _listed_tasks(who: dict[str, Any], slugs: Iterable[str]) -> dict[str, list[Row[Any]]]:
    wanted = list(slugs)
    found: dict[str, list[Row[Any]]] = {}
    if wanted:
        for row in query(_LISTED_TASKS, {**who, "slugs": wanted}):
            found.setdefault(row.system_slug, []).append(row)
    return found
