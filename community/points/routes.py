"""The pages of points of work, where a link inside another tool or a bookmark leads, and those of topics."""

from __future__ import annotations

from flask import Blueprint, redirect, request

from community.access.check import insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.listing import limit_and_cursor
from community.core.web import Answer, page, viewer
from community.people.knowing import path_of
from community.topics.entries import TopicEntry, all_topics, find_topic
from community.topics.places import Place, find_place, systems

from .about import gather_about
from .gathering import gather

points = Blueprint("points", __name__)

AT_ONCE = 50
MOST_TOPICS = 100


@points.get("/at")
@permission(Permission.COMMUNITY_READ)
def show_all() -> Answer:
    """The systems that one may know, with their tasks."""
    insist(viewer(), Permission.COMMUNITY_READ)
    limit, after = limit_and_cursor(default=AT_ONCE)
    return page("points/list.html", found=systems(viewer(), limit, after))


@points.get("/at/<system>")
@permission(Permission.COMMUNITY_READ)
def show_system(system: str) -> Answer:
    """A system: what is known about it, task by task."""
    return _shown(system)


@points.get("/at/<system>/<task>")
@permission(Permission.COMMUNITY_READ)
def show_task(system: str, task: str) -> Answer:
    """A task done with a system."""
    return _shown(system, task)


def _shown(system: str, task: str = "") -> Answer:
    insist(viewer(), Permission.COMMUNITY_READ)
    place = find_place(viewer(), system, task)
    if (system, task) != (place.system_slug, place.task_slug):
        return _elsewhere(place)
    return page("points/show.html", point=gather(viewer(), place), place=place)


@points.get("/topics")
@permission(Permission.COMMUNITY_READ)
def show_topics() -> Answer:
    """The topics that one may know."""
    insist(viewer(), Permission.COMMUNITY_READ)
    limit, after = limit_and_cursor(default=MOST_TOPICS)
    return page("points/topics.html", found=all_topics(viewer(), limit, after))


@points.get("/topics/<name>")
@permission(Permission.COMMUNITY_READ)
def show_topic(name: str) -> Answer:
    """A topic: pages, what helped, what is open, who knows."""
    insist(viewer(), Permission.COMMUNITY_READ)
    topic = find_topic(viewer(), name)
    if name != topic.slug:
        return _elsewhere(topic)
    return page("points/topic.html", topic=topic, about=gather_about(viewer(), topic), path_of=path_of)


def _elsewhere(place: Place | TopicEntry) -> Answer:
    """A former name, or another spelling, leads on; tomorrow it may be another's, so no browser keeps that."""
    path = place.path
    if request.query_string:
        path += f"?{request.query_string.decode(errors='replace')}"
    answer = redirect(path, 301)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
