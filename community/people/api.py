"""People in JSON."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, jsonify

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import describes
from community.core.web import viewer
from models import Person

from . import queries
from .objects import person_object
from .shapes import MyselfObject

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
