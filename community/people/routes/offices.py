"""Who runs the network. Whoever changes that gives the password again first."""

from __future__ import annotations

from typing import Any

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.errors import Conflict, Invalid, NotFound
from community.core.notices import notice
from community.core.web import Answer, again, form, page, see_other, viewer
from community.people import queries
from community.people.actions import offices
from community.people.drafts import OfficeDraft
from community.people.sign_in.queries import by_email
from models import Person

from . import people


@people.get("/admin/administrators")
@permission(Permission.NETWORK_CHANGE)
def show_administrators(**shown: Any) -> Answer:
    """Who runs the network, since when and by whose word, and the form for one more."""
    insist(viewer(), Permission.NETWORK_CHANGE)
    return page("admin/administrators.html", administrators=queries.administrators(), **shown)


@people.post("/admin/administrators")
@permission(Permission.NETWORK_CHANGE)
@again(show_administrators)
def appoint() -> Answer:
    """Appoint somebody."""
    insist(viewer(), Permission.NETWORK_CHANGE)
    try:
        person = _named(form(OfficeDraft).handle)
        offices.appoint(viewer(), person)
    except NotFound:
        raise Invalid("handle", "Nobody here goes by this name") from None
    except Conflict as error:
        raise Invalid("handle", error.message, **error.params) from error
    notice("%(name)s runs the network, too, and signs in anew", name=person.name)
    return see_other("/admin/administrators")


def _named(said: str) -> Person:
    """By handle, or by mail address.

    Raises:
        NotFound: nobody of that name.
    """
    known = by_email(said) if "@" in said[1:] else None
    handle = known.handle if known else said.removeprefix("@").lower()
    return fetch(viewer(), Person, handle, Permission.NETWORK_CHANGE)


@people.post("/admin/administrators/<handle>/dismiss")
@permission(Permission.NETWORK_CHANGE)
def dismiss(handle: str) -> Answer:
    """Dismiss somebody, or oneself."""
    offices.dismiss(viewer(), fetch(viewer(), Person, handle, Permission.NETWORK_CHANGE))
    return see_other("/admin/administrators" if handle != viewer().handle else "/settings")
