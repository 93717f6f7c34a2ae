"""What following lends to other pages: the one control."""

from __future__ import annotations

from typing import Any, Protocol

from community.access.check import may
from community.access.permissions import Permission
from community.core.render import render
from community.core.session import session
from community.core.viewer import Viewer
from community.core.web import csrf_field
from models import Person, System, Task

from . import queries
from .objects import Followed, door_of, kind_of, ref_of


class PointOfWork(Protocol):
    """A system, or a task done with it, by its address: the entries behind it, and where it is."""

    @property
    def system_ids(self) -> tuple[str, ...]: ...
    @property
    def task_ids(self) -> tuple[str, ...]: ...
    @property
    def path(self) -> str: ...


def place_control(viewer: Viewer, place: PointOfWork) -> str:
    """The same for a point of work: one entry stands for all of its name, whichever list they stand in."""
    ids = place.task_ids or place.system_ids
    if not viewer.is_signed_in:
        return ""
    chosen = queries.chosen_among(viewer, ids) or ids[0]
    model: type[Any] = Task if place.task_ids else System
    thing: Followed | None = session().get(model, chosen)
    return control(viewer, thing, place.path) if thing is not None else ""


class TopicOfName(Protocol):
    """A topic by its address: the entries behind it, and where it is."""

    @property
    def ids(self) -> tuple[str, ...]: ...
    @property
    def path(self) -> str: ...


def topic_control(viewer: Viewer, topic: TopicOfName) -> str:
    """The same for a topic: one entry stands for all of its name."""
    if not viewer.is_signed_in:
        return ""
    thing = queries.topic_among(viewer, topic.ids)
    return control(viewer, thing, topic.path) if thing is not None else ""


def control(viewer: Viewer, thing: Followed, back: str = "") -> str:
    """Follow: a little, normal, everything; or mute. Nothing for whoever may not, and nothing about oneself."""
    is_self = isinstance(thing, Person) and thing.id == viewer.person_id
    if is_self or not viewer.is_signed_in or not may(viewer, Permission.FOLLOW_SET, thing):
        return ""
    chosen, by_itself = queries.standing(viewer, thing)
    shown = {"chosen": chosen, "by_itself": by_itself, "kind": kind_of(thing), "back": back}
    door = door_of(kind_of(thing), ref_of(thing))
    return render("following/_control.html", viewer=viewer, csrf=csrf_field(), door=door, **shown)
