"""What the import lends to profiles and to the administrators' page."""

from __future__ import annotations

from community.access.check import may
from community.access.permissions import Permission
from community.core.clock import now
from community.core.render import render
from community.core.viewer import Viewer
from community.core.web import csrf_field
from models import Person

from . import queries


def is_this_you(viewer: Viewer, person: Person) -> str:
    """On an imported profile: 'Is this you?', or what became of one's word. On a person's: where else they wrote."""
    if person.email is not None:
        origins = queries.origins_of(person.id) if person.origin else ()
        return render("importing/_origins.html", person=person, origins=origins) if origins else ""
    if not may(viewer, Permission.PERSON_CLAIM, person) or not queries.is_claimable(person):
        return ""
    claim = queries.own(viewer, person.id)
    declined = claim is not None and claim.decision == "declined"
    again = queries.may_ask_from(claim) if claim is not None and declined else None
    return render(
        "importing/_claim.html",
        viewer=viewer,
        profile=person,
        claim=claim,
        again=again if again is not None and again > now() else None,
        csrf=csrf_field(),
    )


def claims_link(_viewer: Viewer) -> str:
    """The way to what is to be decided, for those who run the network."""
    return render("importing/_admin.html", waiting=len(queries.waiting()))
