"""Who may be in the network: suspended for a time, let in again, ended. All of it takes effect at once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from community.access.audience import raise_epoch
from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict
from community.core.events import PersonChanged, emit
from community.core.session import session
from community.core.viewer import Viewer
from community.people.drafts import SuspensionDraft
from community.people.sign_in.actions import address, links, sessions
from models import ApiToken, Person

from . import offices


@action
def suspend(actor: Viewer, person: Person, draft: SuspensionDraft) -> None:
    """Shut somebody out for a time, with a reason that they are told; their sessions and tokens end.

    Raises:
        Conflict: nobody would be left to run the network, or it is oneself, or their account has ended.
    """
    _hold(actor, person)
    _refuse_last(actor, person)
    person.suspended_until = now() + timedelta(days=draft.days)
    person.suspended_because = draft.because
    _shut_out(actor, person)


@action
def let_in_again(actor: Viewer, person: Person) -> None:
    """End a suspension; they sign in anew."""
    _hold(actor, person)
    person.suspended_until = None
    person.suspended_because = None
    raise_epoch(f"p:{person.id}")
    emit(PersonChanged(person_id=person.id, actor_id=actor.person_id))


@action
def end_account(actor: Viewer, person: Person) -> None:
    """End somebody's account for good; what they wrote stays, with their name.

    Raises:
        Conflict: nobody would be left to run the network, or it is oneself, or it has ended already.
    """
    _hold(actor, person)
    _refuse_last(actor, person)
    person.deactivated_at = now()
    links.withdraw(person.id, "confirm", "reset")
    address.give_up(person.id)
    _shut_out(actor, person)


def _hold(actor: Viewer, person: Person) -> None:
    hold(person)
    offices.hold_administrators()
    require(actor, Permission.NETWORK_PEOPLE)
    if person.deactivated_at is not None:
        raise Conflict("This account has ended")


def _refuse_last(actor: Viewer, person: Person) -> None:
    if person.id == actor.person_id:
        raise Conflict("Somebody else has to do this to you")
    offices.insist_another(person)


def _shut_out(actor: Viewer, person: Person) -> None:
    sessions.end_all(person.id)
    theirs = (ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
    session().execute(update(ApiToken).where(*theirs).values(revoked_at=now()))
    raise_epoch(f"p:{person.id}")
    emit(PersonChanged(person_id=person.id, actor_id=actor.person_id))
