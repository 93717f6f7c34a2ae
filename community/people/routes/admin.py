"""For those who run the network: its people."""

from __future__ import annotations

from typing import Any

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.errors import Conflict, Invalid
from community.core.listing import limit_and_cursor
from community.core.web import Answer, again, form, page, see_other, settings, viewer
from community.people import queries
from community.people.actions import standing, tokens
from community.people.drafts import SuspensionDraft
from community.people.sign_in.actions import accounts
from community.people.sign_in.drafts import MadePersonDraft
from community.people.sign_in.printed import printed_link
from models import Person

from . import people
from .profile import SHOWN, words_asked_for


@people.get("/admin")
@permission(Permission.NETWORK_PEOPLE)
def show_admin() -> Answer:
    """What there is to run."""
    insist(viewer(), Permission.NETWORK_PEOPLE)
    return page("admin/show.html")


@people.get("/admin/people")
@permission(Permission.NETWORK_PEOPLE)
def show_accounts(**shown: Any) -> Answer:
    """Every account, found by name or address, and the form for a new one."""
    insist(viewer(), Permission.NETWORK_PEOPLE)
    words = words_asked_for()
    found = queries.administered(words, *limit_and_cursor(default=SHOWN))
    return page("admin/people.html", found=found, words=words, **shown)


@people.post("/admin/people")
@permission(Permission.NETWORK_PEOPLE)
@again(show_accounts)
def create_person() -> Answer:
    """Make an account, and show the link to hand over with which its person chooses a password."""
    made, link = bring_in()
    return page("admin/brought_in.html", made=made, link=link, mails=settings().mails_people)


def bring_in() -> tuple[Person, str]:
    """Make the account that the form asks for; its person is mailed the same link that is shown once.

    Raises:
        Invalid: with a sentence beside the field.
    """
    insist(viewer(), Permission.NETWORK_PEOPLE)
    try:
        made = accounts.create_person(viewer(), form(MadePersonDraft))
    except Conflict as error:
        raise Invalid("email", error.message, **error.params) from error
    return made, printed_link(settings(), made) or ""


@people.post("/admin/people/<handle>/password-link")
@permission(Permission.NETWORK_PEOPLE)
def show_password_link(handle: str) -> Answer:
    """Show it once more, as long as its person has chosen no password."""
    person = fetch(viewer(), Person, handle, Permission.NETWORK_PEOPLE)
    if person.email_confirmed_at is None or (link := printed_link(settings(), person)) is None:
        raise Conflict("They have a password already, or none to choose")
    return page("admin/brought_in.html", made=person, link=link, mails=settings().mails_people)


@people.get("/admin/people/<handle>")
@permission(Permission.NETWORK_PEOPLE)
def show_account(handle: str, **shown: Any) -> Answer:
    """One account, and what may be done about it."""
    person = fetch(viewer(), Person, handle, Permission.NETWORK_PEOPLE)
    return page("admin/person.html", person=person, tokens=queries.tokens(person.id), **shown)


@people.post("/admin/people/<handle>/suspend")
@permission(Permission.NETWORK_PEOPLE)
@again(show_account)
def suspend(handle: str) -> Answer:
    """Shut somebody out for a time, with a reason."""
    person = fetch(viewer(), Person, handle, Permission.NETWORK_PEOPLE)
    standing.suspend(viewer(), person, form(SuspensionDraft))
    return see_other(f"/admin/people/{handle}")


@people.post("/admin/people/<handle>/let-in")
@permission(Permission.NETWORK_PEOPLE)
def let_in_again(handle: str) -> Answer:
    """End a suspension."""
    standing.let_in_again(viewer(), fetch(viewer(), Person, handle, Permission.NETWORK_PEOPLE))
    return see_other(f"/admin/people/{handle}")


@people.post("/admin/people/<handle>/end")
@permission(Permission.NETWORK_PEOPLE)
def end_account(handle: str) -> Answer:
    """End an account for good."""
    standing.end_account(viewer(), fetch(viewer(), Person, handle, Permission.NETWORK_PEOPLE))
    return see_other(f"/admin/people/{handle}")


@people.post("/admin/people/<handle>/tokens/<id_>/revoke")
@permission(Permission.TOKEN_REVOKE)
def revoke_somebody_s_token(handle: str, id_: str) -> Answer:
    """End one of somebody's tokens."""
    tokens.revoke_token(viewer(), fetch(viewer(), Person, handle, Permission.TOKEN_REVOKE), id_)
    return see_other(f"/admin/people/{handle}")
