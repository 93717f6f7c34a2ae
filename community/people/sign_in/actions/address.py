"""Another mail address: asked for, said yes to at both mailboxes, and only then changed."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import FreshSignInNeeded, Gone, Invalid
from community.core.events import PersonChanged, emit
from community.core.session import session
from community.core.viewer import Viewer
from community.people.sign_in import queries
from community.people.sign_in.drafts import AddressDraft
from community.people.sign_in.links import LASTS, TO_BOTH
from models import AddressChange, Person

from . import links


@action
def ask_change(actor: Viewer, person: Person, draft: AddressDraft) -> None:
    """Ask for another mail address. Both mailboxes get a link; nothing changes until both have said yes.

    An address that somebody else has is treated alike, but that its owner is told in place of the link.

    Raises:
        FreshSignInNeeded: the password was not given of late.
        Invalid: it is the present one.
    """
    hold(person)
    require(actor, Permission.PERSON_CHANGE, person)
    insist_fresh(actor)
    if draft.email == person.email:
        raise Invalid("email", "This is your address already")
    give_up(person.id)
    at = now()
    old, lasts = person.email or "", LASTS["address_new"]
    change = AddressChange(person_id=person.id, old=old, new=draft.email, at=at, expires_at=at + lasts)
    session().add(change)
    is_free = queries.by_email(draft.email) is None
    links.ask("address_old", old, person, actor.person_id)
    links.ask("address_new" if is_free else "address_taken", draft.email, person, actor.person_id)


def insist_fresh(actor: Viewer) -> None:
    """Insist on a browser and a password given within ten minutes.

    Raises:
        FreshSignInNeeded: it was longer ago.
    """
    if not actor.is_fresh:
        raise FreshSignInNeeded(permission=Permission.PERSON_CHANGE.code)


@action
def say_yes(secret: str) -> AddressChange:
    """One of the two mailboxes says yes; once both have, the address is changed.

    Raises:
        Gone: used, expired, withdrawn or never given; or somebody else has this address by now.
    """
    link = links.claim(secret, *TO_BOTH)
    person = queries.by_id(link.person_id or "")
    hold(person)
    change = queries.change_of_address(person.id)
    if change is None or person.deactivated_at is not None or person.email != change.old:
        raise Gone
    if link.purpose == "address_old":
        change.old_said_yes_at = now()
    else:
        change.new_said_yes_at = now()
    if change.old_said_yes_at and change.new_said_yes_at:
        _change(person, change)
        emit(PersonChanged(person_id=person.id, actor_id=person.id))
    return change


def _change(person: Person, change: AddressChange) -> None:
    try:
        with session().begin_nested():
            person.email = change.new
            session().flush()
    except IntegrityError as error:
        raise Gone from error
    person.email_confirmed_at = change.done_at = now()
    links.withdraw(person.id, "reset", "confirm", *TO_BOTH)


@action
def withdraw_change(actor: Viewer, person: Person) -> None:
    """Stay with the present address after all; where nothing was asked for, nothing happens."""
    hold(person)
    require(actor, Permission.PERSON_CHANGE, person)
    give_up(person.id)


def give_up(person_id: str) -> None:
    """Within another unit of work: what was asked for does not come about any more."""
    still_open = (
        AddressChange.person_id == person_id,
        AddressChange.done_at.is_(None),
        AddressChange.withdrawn_at.is_(None),
    )
    session().execute(update(AddressChange).where(*still_open).values(withdrawn_at=now()))
    links.withdraw(person_id, "address_taken", *TO_BOTH)
