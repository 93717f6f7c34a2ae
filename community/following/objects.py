"""What can be followed, by the first word of its address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from community.core.addresses import (
    community_path,
    page_path,
    person_path,
    place_path,
    slug_of,
    thread_path,
    topic_path,
)
from models import Community, Page, Person, System, Task, Thread, Topic

Followed = Thread | Page | Community | Person | Topic | System | Task
MODELS: dict[str, type[Followed]] = {
    "t": Thread,
    "w": Page,
    "c": Community,
    "people": Person,
    "topics": Topic,
    "systems": System,
    "tasks": Task,
}
WORDS = {model.__name__.lower(): word for word, model in MODELS.items()}


def kind_of(thing: Followed) -> str:
    """As its row names it."""
    return type(thing).__name__.lower()


def door_of(kind: str, ref: str) -> str:
    """Where one says how closely one follows it."""
    return f"/{WORDS[kind]}/{ref}/following"


def ref_of(thing: Followed) -> str:
    """What its address calls it: a slug, a handle, or its id."""
    if isinstance(thing, Community):
        return thing.slug
    return thing.handle if isinstance(thing, Person) else thing.id


def path_of(thing: Followed) -> str:
    """Its own page; what has none yet leads to the list of what one follows."""
    match thing:
        case Thread():
            return thread_path(thing.id, thing.title)
        case Page():
            return page_path(thing.id, thing.title)
        case Community():
            return community_path(thing.slug)
        case Person():
            return person_path(thing.handle)
        case Topic():
            return topic_path(thing.slug)
    return "/settings/following"


def path_of_row(row: Row[Any]) -> str:
    """The same for a line of the list."""
    match row.kind:
        case "thread":
            return thread_path(row.object, row.title)
        case "page":
            return page_path(row.object, row.title)
        case "community":
            return community_path(row.ref)
        case "person":
            return person_path(row.ref)
        case "topic":
            return topic_path(slug_of(row.title))
    return place_path(row.system_slug, row.task_slug or "")
