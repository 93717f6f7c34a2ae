"""The first administrator, by the link that is printed while there is none."""

from __future__ import annotations

from typing import Any

from community.access.doors import no_permission
from community.core.web import Answer, again, form, page, see_other
from community.people.sign_in import browser, queries
from community.people.sign_in.actions import accounts
from community.people.sign_in.drafts import PersonDraft

from . import sign_in


@sign_in.get("/welcome/<secret>")
@no_permission("the link itself is the proof")
def show_welcome(secret: str, **shown: Any) -> Answer:
    """Name, address and password of the first administrator."""
    queries.pending(secret, "administrator")
    return page("sign_in/welcome.html", with_token=True, secret=secret, **shown)


@sign_in.post("/welcome/<secret>")
@no_permission("the link itself is the proof")
@again(show_welcome)
def welcome(secret: str) -> Answer:
    """Make the first administrator and sign them in."""
    queries.pending(secret, "administrator")
    draft = form(PersonDraft)
    browser.begin(accounts.become_first(secret, draft))
    return see_other("/first-run/network")
