"""Signing in and out, and giving the password again before what needs it."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from community.access.check import fetch
from community.access.doors import no_permission, permission
from community.access.permissions import Permission
from community.core.limits import address_key
from community.core.web import Answer, again, form, own_path, page, see_other, viewer
from community.people.sign_in import browser, queries
from community.people.sign_in.actions import sessions
from community.people.sign_in.authenticate import NOT_YOURS, authenticate
from community.people.sign_in.drafts import SignInDraft, StepUpDraft
from models import Person

from . import sign_in


@sign_in.get("/sign-in")
@no_permission("signing in comes first")
def show(**shown: Any) -> Answer:
    """The sign-in page: one of its own, so that cached pages carry no token."""
    who = viewer()
    if who.standing == "unconfirmed" and who.person_id:
        return page("sign_in/unconfirmed.html", address=queries.address_to_confirm(who.person_id), **shown)
    return page("sign_in/show.html", with_token=True, next=own_path(request.values.get("next")), **shown)


@sign_in.post("/sign-in")
@no_permission("signing in comes first")
@again(show)
def enter() -> Answer:
    """Sign in. A wrong password and an unknown address are answered alike."""
    draft = form(SignInDraft)
    person = authenticate(draft.email, draft.password, address_key(request.remote_addr))
    try:
        browser.begin(person)
    except sessions.Suspended as suspended:
        return page("sign_in/suspended.html", status=suspended.status, suspended=suspended)
    return see_other(own_path(request.form.get("next")))


@sign_in.post("/sign-out")
@no_permission("ends the session that the browser itself shows, and nothing else")
def leave() -> Response:
    """Sign out: the session's row ends, and with it every copy of the cookie."""
    browser.end()
    return see_other("/")


@sign_in.get("/sign-in/again")
@permission(Permission.PERSON_CHANGE)
def show_step_up(**shown: Any) -> Answer:
    """Ask for the password again."""
    fetch(viewer(), Person, viewer().handle, Permission.PERSON_CHANGE)
    return page("sign_in/again.html", next=own_path(request.values.get("next")), **shown)


@sign_in.post("/sign-in/again")
@permission(Permission.PERSON_CHANGE)
@again(show_step_up)
def step_up() -> Answer:
    """The password again: this session is fresh for ten minutes."""
    who = viewer()
    person = fetch(who, Person, who.handle, Permission.PERSON_CHANGE)
    draft = form(StepUpDraft)
    authenticate(person.email or "", draft.password, address_key(request.remote_addr), wrong=NOT_YOURS)
    sessions.freshen(who, person)
    return see_other(own_path(request.form.get("next")))
