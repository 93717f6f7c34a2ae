"""A forgotten password: a mailed link to choose a new one."""

from __future__ import annotations

from typing import Any

from community.access.doors import no_permission
from community.core.limits import spend
from community.core.web import Answer, again, form, page, see_other
from community.people.sign_in import browser, queries
from community.people.sign_in.actions import passwords
from community.people.sign_in.actions.sessions import Suspended
from community.people.sign_in.authenticate import account_key
from community.people.sign_in.drafts import AddressDraft, PasswordDraft

from . import sign_in


@sign_in.get("/reset")
@no_permission("whoever forgot their password cannot sign in")
def show_ask(**shown: Any) -> Answer:
    """The form for the address."""
    return page("sign_in/reset.html", with_token=True, **shown)


@sign_in.post("/reset")
@no_permission("whoever forgot their password cannot sign in")
@again(show_ask)
def ask() -> Answer:
    """Send a link; known and unknown addresses are answered alike."""
    draft = form(AddressDraft)
    spend(account_key(draft.email), "reset")
    passwords.ask_reset(draft)
    return see_other("/reset/sent")


@sign_in.get("/reset/sent")
@no_permission("says only that a mail is on its way")
def asked() -> Answer:
    """What to do next: read the mail."""
    return page("sign_in/sent.html", what="reset")


@sign_in.get("/reset/<secret>")
@no_permission("the link itself is the proof")
def show_reset(secret: str, **shown: Any) -> Answer:
    """The form for the new password."""
    queries.pending(secret, "reset")
    return page("sign_in/new_password.html", with_token=True, secret=secret, **shown)


@sign_in.post("/reset/<secret>")
@no_permission("the link itself is the proof")
@again(show_reset)
def reset(secret: str) -> Answer:
    """Choose it: every other session ends, this browser is signed in."""
    queries.pending(secret, "reset")
    draft = form(PasswordDraft)
    person = passwords.reset_password(secret, draft)
    try:
        browser.begin(person)
    except Suspended as suspended:
        return page("sign_in/suspended.html", status=suspended.status, suspended=suspended)
    return see_other("/")
