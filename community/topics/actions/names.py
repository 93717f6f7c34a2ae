"""Keeping the list of systems and tasks: another name, and two that are one. Former addresses lead on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update

from community.access.audience import all_may_read
from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.addresses import slug_of
from community.core.clock import now
from community.core.errors import Conflict, Invalid
from community.core.events import PlaceMerged, PlaceRenamed, emit
from community.core.language import N_
from community.core.session import memo, session
from community.core.viewer import Viewer
from community.topics.drafts import NameDraft
from models import Audience, Following, FormerName, Owner, Page, System, Task, Thread

Place = System | Task
BY_SET = {"synchronize_session": False}

NARROWER = N_("Not everybody who knows this one may know the other: merge them the other way round")
OTHER_LIST = N_("Only what stands in the same list can be merged")
SAME = N_("This is the same one")
TAKEN = N_("Another one goes by this name already: merge the two")


@action
def rename(actor: Viewer, place: Place, draft: NameDraft) -> Place:
    """Call a system or task by another name; its former address leads on.

    Raises:
        Invalid: another one of the list goes by this name.
    """
    hold(place)
    require(actor, Permission.PLACE_CURATE, place)
    slug = slug_of(draft.name)
    if slug != place.slug:
        if session().scalars(_called(place, slug)).first() is not None:
            raise Invalid("name", TAKEN)
        session().merge(FormerName(object=place.id, slug=place.slug, until=now()))
    place.name, place.slug = draft.name, slug
    emit(PlaceRenamed(place_id=place.id, actor_id=actor.person_id))
    return place


def _called(place: Place, slug: str) -> Any:
    """Whatever goes by this name in the list where the place stands."""
    model = type(place)
    found = select(model.id).where(
        model.slug == slug, model.community_id.is_not_distinct_from(place.community_id)
    )
    return found.where(Task.system_id == place.system_id) if isinstance(place, Task) else found


@action
def merge(actor: Viewer, place: Place, into: Place) -> Place:
    """Make two systems, or two tasks of a system, one: threads, pages, tasks and owners go over to the kept one.

    Raises:
        Invalid: they are one already, or stand in different lists.
        Conflict: the name of the kept one would be shown to people who may not know it.
    """
    hold(place, into)
    require(actor, Permission.PLACE_CURATE, place)
    require(actor, Permission.PLACE_CURATE, into)
    _insist_on_one_list(place, into)
    if isinstance(place, System) and isinstance(into, System):
        _bring_tasks(place, into)
    _take_over(place, into)
    emit(PlaceMerged(place_id=into.id, left_id=place.id, actor_id=actor.person_id))
    return into


def _insist_on_one_list(place: Place, into: Place) -> None:
    if place.id == into.id:
        raise Invalid("into", SAME)
    both_tasks = isinstance(place, Task) and isinstance(into, Task)
    apart = both_tasks and place.system_id != into.system_id  # type: ignore[union-attr]
    if type(place) is not type(into) or place.community_id != into.community_id or apart:
        raise Invalid("into", OTHER_LIST)


def _bring_tasks(place: System, into: System) -> None:
    """Tasks go along; those of the same name become one with the kept system's."""
    kept = {one.slug: one for one in session().scalars(select(Task).where(Task.system_id == into.id))}
    for task in session().scalars(select(Task).where(Task.system_id == place.id)).all():
        twin = kept.get(task.slug)
        if twin is None:
            task.system_id = into.id
        else:
            _take_over(task, twin)
    session().flush()


def _take_over(left: Place, kept: Place) -> None:
    """What was said of the one is said of the other from now on, and the former address leads there."""
    if not all_may_read(left.id, kept.id):
        raise Conflict(NARROWER)
    column = "system_id" if isinstance(left, System) else "task_id"
    for model in (Thread, Page):
        moved = update(model).where(getattr(model, column) == left.id).values({column: kept.id})
        session().execute(moved, execution_options=BY_SET)
    _lead_on(left, kept)
    _keep_people(left, kept)
    session().execute(delete(Audience).where(Audience.object == left.id))
    session().delete(left)
    session().flush()
    memo().clear()


def _lead_on(left: Place, kept: Place) -> None:
    former = select(FormerName.slug, FormerName.until).where(FormerName.object == left.id)
    for row in [*session().execute(former), (left.slug, now())]:
        session().merge(FormerName(object=kept.id, slug=row[0], until=row[1]))
    session().execute(delete(FormerName).where(FormerName.object == left.id))


def _keep_people(left: Place, kept: Place) -> None:
    """Whoever answered for either, or follows either, does so with the one that is left."""
    for model in (Owner, Following):
        there = set(session().scalars(select(model.person_id).where(model.object == kept.id)))
        theirs = (model.object == left.id, model.person_id.not_in(there))
        session().execute(update(model).where(*theirs).values(object=kept.id), execution_options=BY_SET)
        session().execute(delete(model).where(model.object == left.id), execution_options=BY_SET)
