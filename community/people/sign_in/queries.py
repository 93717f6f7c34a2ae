"""What signing in needs to read."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from community.core.clock import now
from community.core.errors import Gone, NotFound
from community.core.session import session
from models import AddressChange, Appointment, FailedSignIn, OneTimeLink, Person

from .links import secret_hash

_BY_EMAIL = select(Person)
_ADMINISTRATORS = (
    select(Person.name, Person.email)
    .join(Appointment, Appointment.person_id == Person.id)
    .where(Appointment.office == "administrator", Person.deactivated_at.is_(None), Person.email.is_not(None))
    .order_by(Appointment.at)
    .limit(5)
)


def by_email(email: str) -> Person | None:
    """The person with this address, in whatever case it was typed."""
    return session().scalars(_BY_EMAIL.where(Person.email == email.lower())).first()


def by_id(person_id: str) -> Person:
    """A person by id.

    Raises:
        NotFound: there is none.
    """
    person = session().get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def usable(secret: str, *purposes: str) -> tuple[ColumnElement[bool], ...]:
    """What makes the link behind a secret usable, as conditions."""
    return (
        OneTimeLink.hash == secret_hash(secret),
        OneTimeLink.purpose.in_(purposes),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now(),
    )


def pending(secret: str, *purposes: str) -> OneTimeLink:
    """The link behind a secret, which may still be used.

    Raises:
        Gone: used, expired, withdrawn or never given, all alike.
    """
    link = session().scalars(select(OneTimeLink).where(*usable(secret, *purposes))).first()
    if link is None:
        raise Gone
    return link


def change_of_address(person_id: str | None) -> AddressChange | None:
    """The change of address that somebody has asked for, as long as it may still come about."""
    still_open = (
        AddressChange.person_id == person_id,
        AddressChange.done_at.is_(None),
        AddressChange.withdrawn_at.is_(None),
        AddressChange.expires_at > now(),
    )
    return (
        session().scalars(select(AddressChange).where(*still_open).order_by(AddressChange.at.desc())).first()
    )


def address_to_confirm(person_id: str) -> str:
    """Where the last link to confirm was sent; what was typed, so that a taken address looks like a free one."""
    asked = (OneTimeLink.person_id == person_id, OneTimeLink.purpose.in_(("confirm", "known")))
    newest = select(OneTimeLink.email).where(*asked).order_by(OneTimeLink.created_at.desc()).limit(1)
    return session().scalar(newest) or by_id(person_id).email or ""


def administrators() -> list[tuple[str, str]]:
    """Names and addresses of those to write to when one cannot get in."""
    return [(row.name, row.email or "") for row in session().execute(_ADMINISTRATORS)]


def has_administrator() -> bool:
    """Whether anybody runs this installation yet."""
    held = select(func.count()).select_from(Appointment).where(Appointment.office == "administrator")
    return (session().scalar(held) or 0) > 0


def failures(column: InstrumentedAttribute[str], value: str, but: str, within: timedelta) -> Select[datetime]:
    """The times of failed sign-ins of one account or address, newest first."""
    recent = (column == value, FailedSignIn.id != but, FailedSignIn.at > now() - within)
    return select(FailedSignIn.at).where(*recent).order_by(FailedSignIn.at.desc())
