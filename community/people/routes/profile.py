"""Profiles, and finding people by name."""

from __future__ import annotations

from flask import request

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import person_path
from community.core.listing import limit_and_cursor
from community.core.normal import normalise_line
from community.core.web import Answer, page, see_other, viewer
from community.people import queries
from community.people.knowing import Wanted, path_of, who_knows
from models import Person

from . import people

WORDS_LENGTH = 100
SHOWN = 50


@people.get("/people")
@permission(Permission.PERSON_READ)
def show_people() -> Answer:
    """People by name and by what they know about."""
    insist(viewer(), Permission.PERSON_READ)
    words = words_asked_for()
    found = who_knows(viewer(), Wanted(words), *limit_and_cursor(default=SHOWN))
    return page("people/list.html", found=found, words=words, path_of=path_of)


def words_asked_for() -> str:
    """What is looked for, in one line of bearable length."""
    return normalise_line(request.args.get("q", ""))[:WORDS_LENGTH]


@people.get("/people/<handle>")
@permission(Permission.PERSON_READ)
def show(handle: str) -> Answer:
    """A profile: what somebody says of themselves, and what other features add. No figures."""
    person = fetch(viewer(), Person, handle, Permission.PERSON_READ)
    if person.claimed_by_id is not None:
        return see_other(person_path(queries.handle_of(person.claimed_by_id)))
    return page("people/show.html", person=person)
