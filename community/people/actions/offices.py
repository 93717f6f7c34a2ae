"""Who runs the network: appointed and dismissed by those who do; the last one stays."""

from __future__ import annotations

from sqlalchemy import delete, select

from community.access.audience import raise_epoch
from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict
from community.core.events import AdministratorAppointed, AdministratorDismissed, emit
from community.core.session import memo, session
from community.core.viewer import Viewer
from community.people.sign_in.actions import sessions
from models import Appointment, Person

ADMINISTRATOR = "administrator"


@action
def appoint(actor: Viewer, person: Person) -> None:
    """Have somebody run the network, too. They sign in anew: what they left open somewhere gets no power.

    Raises:
        Conflict: they do so already, or cannot sign in at present.
    """
    hold(person)
    hold_administrators()
    require(actor, Permission.NETWORK_CHANGE)
    if _holds_office(person.id):
        raise Conflict("They run the network already")
    if not _may_sign_in(person):
        raise Conflict("Only somebody who can sign in may run the network")
    session().add(Appointment(person_id=person.id, office=ADMINISTRATOR, by_id=actor.person_id, at=now()))
    sessions.end_all(person.id)
    _said(person)
    emit(AdministratorAppointed(person_id=person.id, actor_id=actor.person_id))


@action
def dismiss(actor: Viewer, person: Person) -> None:
    """Have somebody, be it oneself, no longer run the network; from this commit on.

    Raises:
        Conflict: they do not, or nobody would be left who does.
    """
    hold(person)
    hold_administrators()
    require(actor, Permission.NETWORK_CHANGE)
    if not _holds_office(person.id):
        raise Conflict("They do not run the network")
    insist_another(person)
    gone = delete(Appointment).where(Appointment.person_id == person.id, Appointment.office == ADMINISTRATOR)
    session().execute(gone)
    _said(person)
    emit(AdministratorDismissed(person_id=person.id, actor_id=actor.person_id))


def hold_administrators() -> None:
    """Within another unit of work: of two who would send each other away, the second waits, and is asked anew."""
    locked = select(Appointment.person_id).where(Appointment.office == ADMINISTRATOR)
    session().execute(locked.order_by(Appointment.person_id).with_for_update()).all()
    memo().clear()


def insist_another(person: Person) -> None:
    """Insist that somebody else who can sign in runs the network.

    Raises:
        Conflict: nobody would be left.
    """
    others = (
        select(Person.id)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.office == ADMINISTRATOR,
            Person.id != person.id,
            Person.deactivated_at.is_(None),
            Person.email_confirmed_at.is_not(None),
            Person.suspended_until.is_(None) | (Person.suspended_until <= now()),
        )
    )
    if session().scalars(others.limit(1)).first() is None:
        raise Conflict("Nobody would be left to run the network")


def _holds_office(person_id: str) -> bool:
    return session().get(Appointment, (person_id, ADMINISTRATOR), populate_existing=True) is not None


def _may_sign_in(person: Person) -> bool:
    is_shut_out = person.suspended_until is not None and person.suspended_until > now()
    return person.email_confirmed_at is not None and person.deactivated_at is None and not is_shut_out


def _said(person: Person) -> None:
    session().flush()
    raise_epoch(f"p:{person.id}")
    memo().clear()
