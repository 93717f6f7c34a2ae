"""People in JSON."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import describes
from community.core.errors import Invalid
from community.core.listing import limit_and_cursor, paged_json
from community.core.normal import normalise_line
from community.core.web import viewer
from models import Person

from . import queries
from .knowing import Wanted, knower_object, who_knows
from .objects import person_object
from .shapes import MyselfObject, PeopleAsked, PeopleList

WORDS_LENGTH = 100

people_api = APIBlueprint("people_api", __name__, tag="People", url_prefix="/api/v1")


@people_api.get("/me")
@permission(Permission.PERSON_READ)
@describes(answer=MyselfObject)
def me() -> Response:
    """Oneself: the person, their address, their roles, whether they run the network."""
    who = viewer()
    person = fetch(who, Person, who.handle, Permission.PERSON_READ)
    roles = [{"community": row.slug, "role": row.role} for row in queries.memberships(who)]
    mine = {"email": person.email, "memberships": roles, "admin": who.is_administrator}
    return jsonify({**person_object(person), **mine})


@people_api.get("/people")
@permission(Permission.PERSON_READ)
@describes(answer=PeopleList, query=PeopleAsked)
def find_people() -> Response:
    """People by name and by what they know about; whom one shares a community with first, then by name."""
    insist(viewer(), Permission.PERSON_READ)
    return paged_json(who_knows(viewer(), _wanted(), *limit_and_cursor()), knower_object)


def _wanted() -> Wanted:
    available = request.args.get("available", "0")
    if available not in ("", "0", "1"):
        raise Invalid("available", "This should be 0 or 1")
    words, topic = (normalise_line(request.args.get(name, ""))[:WORDS_LENGTH] for name in ("q", "topic"))
    return Wanted(words, topic, is_available=available == "1")
