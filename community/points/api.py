"""Points of work in JSON."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify

from community.access.check import insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import place_path
from community.core.describing import Listed as ListAsked
from community.core.describing import describes
from community.core.listing import limit_and_cursor, paged_json
from community.core.web import viewer
from community.pages import objects as page_objects
from community.pages.sources import sources_of
from community.people.objects import person_object
from community.threads.at_work import reason_object
from community.threads.objects import thread_list
from community.topics.places import Listed, find_place, systems

from .gathering import Knower, PointOfWork, gather
from .shapes import PointObject, SystemList

points_api = APIBlueprint("points_api", __name__, tag="Points of work", url_prefix="/api/v1")


@points_api.get("/at")
@permission(Permission.COMMUNITY_READ)
@describes(answer=SystemList, query=ListAsked)
def list_systems() -> Response:
    """The systems that one may know, by name, with their tasks."""
    insist(viewer(), Permission.COMMUNITY_READ)
    return paged_json(systems(viewer(), *limit_and_cursor()), _system)


@points_api.get("/at/<system>")
@permission(Permission.COMMUNITY_READ)
@describes(answer=PointObject)
def get_system(system: str) -> Response:
    """A system: pages, ways through and open roadblocks, people who know; by name, former ones too."""
    return _point(system)


@points_api.get("/at/<system>/<task>")
@permission(Permission.COMMUNITY_READ)
@describes(answer=PointObject)
def get_task(system: str, task: str) -> Response:
    """A task done with a system: the same."""
    return _point(system, task)


def _point(system: str, task: str = "") -> Response:
    insist(viewer(), Permission.COMMUNITY_READ)
    return jsonify(_object(gather(viewer(), find_place(viewer(), system, task))))


def _system(one: Listed) -> dict[str, Any]:
    tasks = [{"name": task.name, "url": place_path(one.slug, task.slug)} for task in one.tasks]
    return {"system": one.name, "url": place_path(one.slug), "tasks": tasks}


def _object(point: PointOfWork) -> dict[str, Any]:
    place = point.place
    sources = sources_of(viewer(), [row.id for row in point.pages])
    return {
        "system": place.system,
        "task": place.task or None,
        "url": place.path,
        "tasks": [{"name": one.name, "url": place_path(place.system_slug, one.slug)} for one in point.tasks],
        "communities": [
            {"slug": row.community_slug, "name": row.community_name, "visibility": row.community_visibility}
            for row in place.communities
        ],
        "pages": [page_objects.listed(row, sources[row.id]) for row in point.pages],
        "threads": thread_list(viewer(), [*point.through, *point.open]),
        "people": [_knower(one) for one in point.people],
    }


def _knower(one: Knower) -> dict[str, Any]:
    return {
        "person": person_object(one),
        "evidence": str(one.phrase),
        "why": [reason_object(row) for row in one.reasons],
    }
