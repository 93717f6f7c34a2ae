"""Confirming an address, and what somebody unconfirmed may do meanwhile."""

from __future__ import annotations

from community.access.doors import no_permission
from community.core.limits import spend
from community.core.web import Answer, again, form, page, see_other, viewer
from community.people.sign_in import browser, queries
from community.people.sign_in.actions import accounts
from community.people.sign_in.authenticate import account_key
from community.people.sign_in.drafts import AddressDraft

from . import sign_in
from .enter import show


@sign_in.get("/confirm/<secret>")
@no_permission("the link itself is the proof")
def show_confirm(secret: str) -> Answer:
    """A page with a button: looking at a link does nothing, programs look at all of them."""
    queries.pending(secret, "confirm")
    return page("sign_in/confirm.html", with_token=True, secret=secret)


@sign_in.post("/confirm/<secret>")
@no_permission("the link itself is the proof")
def confirm(secret: str) -> Answer:
    """Confirm the address; who is signed in goes on, everybody else signs in."""
    person = accounts.confirm(secret)
    if viewer().person_id == person.id:
        browser.begin(person)
        return see_other("/")
    return page("sign_in/confirmed.html", with_token=True, next="/")


@sign_in.post("/confirm")
@no_permission("somebody unconfirmed asks for their own mail; the action makes sure")
@again(show)
def ask_again() -> Answer:
    """Send the mail again."""
    if viewer().person_id:
        spend(viewer(), "reset")
    accounts.ask_again(viewer())
    return see_other("/sign-in")


@sign_in.post("/confirm/address")
@no_permission("somebody unconfirmed corrects their own address; the action makes sure")
@again(show)
def correct_address() -> Answer:
    """Send it to another address."""
    draft = form(AddressDraft)
    if viewer().person_id:
        spend(viewer(), "reset")
    spend(account_key(draft.email), "reset")
    accounts.correct_address(viewer(), draft)
    return see_other("/sign-in")
