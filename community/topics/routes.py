"""The systems and tasks that a community keeps: who answers for them, what they are called, which two are one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import community_path
from community.core.errors import Invalid, NotFound, NotSignedIn
from community.core.language import N_
from community.core.web import Answer, again, form, page, see_other, viewer
from models import Community, Person, System, Task

from . import queries
from .actions import names, owners
from .drafts import MergeDraft, NameDraft, OwnerDraft

topics = Blueprint("topics", __name__)

NOBODY = N_("Nobody here goes by this name")
NOTHING = N_("Nothing in this list goes by this name")
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
        owners.appoint(viewer(), place, person)
    except NotFound:
        raise Invalid("handle", NOBODY) from None
    return _back(place)


@topics.post("/<any(systems, tasks):kind>/<id_>/owners/<handle>/release")
@permission(Permission.PLACE_CURATE, Permission.PERSON_READ)
def release(kind: str, id_: str, handle: str) -> Answer:
    """They no longer answer for it."""
    place = _place(kind, id_)
    person = fetch(viewer(), Person, handle, Permission.PERSON_READ)
    owners.release(viewer(), place, person)
    return _back(place)


@topics.post("/<any(systems, tasks):kind>/<id_>/name")
@permission(Permission.PLACE_CURATE, Permission.COMMUNITY_READ)
@again(_again)
def rename(kind: str, id_: str) -> Answer:
    """Call it by another name; its former address leads on."""
    place = _place(kind, id_)
    return _back(names.rename(viewer(), place, form(NameDraft)))


@topics.post("/<any(systems, tasks):kind>/<id_>/merging")
@permission(Permission.PLACE_CURATE, Permission.COMMUNITY_READ)
@again(_again)
def merge(kind: str, id_: str) -> Answer:
    """Make it one with another of the same list: threads, pages, tasks and owners go over."""
    place = _place(kind, id_)
    draft = form(MergeDraft)
    into = queries.other_named(viewer(), place, draft.into)
    if into is None:
        raise Invalid("into", NOTHING)
    return _back(names.merge(viewer(), place, into))


def _back(place: System | Task) -> Answer:
    home = queries.home_of(viewer(), place)
    return see_other(f"{community_path(home.slug)}/systems#{place.id}" if home else "/communities")
