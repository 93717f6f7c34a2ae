"""One's own mail address, and having another."""

from __future__ import annotations

from typing import Any

from community.access.doors import permission
from community.access.permissions import Permission
from community.core.limits import spend
from community.core.web import Answer, again, form, page, see_other, viewer
from community.people.sign_in import queries
from community.people.sign_in.actions import address
from community.people.sign_in.authenticate import account_key
from community.people.sign_in.drafts import AddressDraft

from . import people
from .settings import oneself


@people.get("/settings/address")
@permission(Permission.PERSON_CHANGE)
def show_address() -> Answer:
    """The present address, and the change that is under way."""
    person = oneself()
    return page("settings/address.html", person=person, change=queries.change_of_address(person.id))


@people.get("/settings/address/new")
@permission(Permission.PERSON_CHANGE)
def show_new_address(**shown: Any) -> Answer:
    """The form for another; who signed in a while ago gives the password again first."""
    person = oneself()
    address.insist_fresh(viewer())
    return page("settings/new_address.html", person=person, **shown)


@people.post("/settings/address/new")
@permission(Permission.PERSON_CHANGE)
@again(show_new_address)
def change_address() -> Answer:
    """Send a link to both addresses; one that somebody has already is answered alike."""
    person = oneself()
    address.insist_fresh(viewer())
    draft = form(AddressDraft)
    spend(viewer(), "reset")
    spend(account_key(draft.email), "reset")
    address.ask_change(viewer(), person, draft)
    return see_other("/settings/address")


@people.post("/settings/address/withdraw")
@permission(Permission.PERSON_CHANGE)
def stay_with_address() -> Answer:
    """Stay with the present one after all."""
    address.withdraw_change(viewer(), oneself())
    return see_other("/settings/address")
