"""The systems and tasks that a community keeps, and who answers for them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import community_path
from community.core.errors import Invalid, NotFound, NotSignedIn
from community.core.web import Answer, again, form, page, see_other, viewer
from models import Community, Person, System, Task

from . import actions, queries
from .drafts import OwnerDraft

topics = Blueprint("topics", __name__)

NOBODY = "Nobody here goes by this name"
KINDS: dict[str, type[System | Task]] = {"systems": System, "tasks": Task}


@topics.get("/c/<slug>/systems")
@permission(Permission.COMMUNITY_READ)
def show_systems(slug: str, **shown: Any) -> Answer:
    """A community's systems and their tasks. Who answers for them is never for signed-out readers."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_READ)
    if not viewer().is_signed_in:
        raise NotSignedIn
    kept = queries.kept_places(viewer(), community)
    return page("topics/systems.html", community=community, kept=kept, **{"at": "", **shown})


def _again(kind: str, id_: str, **shown: Any) -> Answer:
    """The list in which a system or task stands, with what was wrong beside it."""
    place = _place(kind, id_)
    home = queries.home_of(viewer(), place)
    if home is None:
        raise NotFound(NOBODY)
    return show_systems(home.slug, at=place.id, **shown)


def _place(kind: str, id_: str) -> System | Task:
    found: System | Task = fetch(viewer(), KINDS[kind], id_, Permission.PLACE_CURATE)  # type: ignore[type-var]
    return found


@topics.post("/<any(systems, tasks):kind>/<id_>/owners")
@permission(Permission.PLACE_CURATE, Permission.PERSON_READ, Permission.COMMUNITY_READ)
@again(_again)
def appoint(kind: str, id_: str) -> Answer:
    """Have somebody answer for it."""
    place = _place(kind, id_)
    draft = form(OwnerDraft)
    try:
        person = fetch(viewer(), Person, draft.name, Permission.PERSON_READ)
        actions.appoint(viewer(), place, person)
    except NotFound:
        raise Invalid("handle", NOBODY) from None
    return _back(place)


@topics.post("/<any(systems, tasks):kind>/<id_>/owners/<handle>/release")
@permission(Permission.PLACE_CURATE, Permission.PERSON_READ)
def release(kind: str, id_: str, handle: str) -> Answer:
    """They no longer answer for it."""
    place = _place(kind, id_)
    person = fetch(viewer(), Person, handle, Permission.PERSON_READ)
    actions.release(viewer(), place, person)
    return _back(place)


def _back(place: System | Task) -> Answer:
    home = queries.home_of(viewer(), place)
    return see_other(f"{community_path(home.slug)}/systems#{place.id}" if home else "/communities")
