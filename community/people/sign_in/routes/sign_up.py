"""Signing up, where the network is open to it."""

from __future__ import annotations

from typing import Any

from flask import request

from community.access.doors import no_permission
from community.core.errors import TooSoon
from community.core.limits import address_key, spend
from community.core.web import Answer, again, form, page, see_other
from community.people.sign_in.actions import accounts
from community.people.sign_in.authenticate import account_key
from community.people.sign_in.drafts import PersonDraft

from . import sign_in


@sign_in.get("/sign-up")
@no_permission("signing up comes first")
def show_sign_up(**shown: Any) -> Answer:
    """The sign-up form; or that the network is by invitation."""
    return page("sign_in/sign_up.html", with_token=True, **shown)


@sign_in.post("/sign-up")
@no_permission("signing up comes first")
@again(show_sign_up)
def sign_up() -> Answer:
    """Sign up. Known and unknown addresses are answered alike; the mail says how it stands."""
    spend(address_key(request.remote_addr), "sign_up")
    draft = form(PersonDraft)
    accounts.sign_up(draft, mails=_may_mail(draft.email))
    return see_other("/sign-up/sent")


def _may_mail(email: str) -> bool:
    try:
        spend(account_key(email), "reset")
    except TooSoon:
        return False
    return True


@sign_in.get("/sign-up/sent")
@no_permission("says only that a mail is on its way")
def signed_up() -> Answer:
    """What to do next: read the mail."""
    return page("sign_in/sent.html", what="sign_up")
