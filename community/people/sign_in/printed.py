"""A link to choose a password, printed by a command for whoever sits at the terminal, in place of a mail."""

from __future__ import annotations

from sqlalchemy import select

from community.core.action import action
from community.core.clock import now
from community.core.session import session
from community.core.settings import Settings
from models import OneTimeLink, Person

from .links import INVITED_LASTS, link_address, secret_hash, secret_of

PURPOSE = "reset"


@action
def printed_link(settings: Settings, person: Person) -> str | None:
    """The link with which somebody without a password chooses one: the same again, as long as it is of use.

    Whoever calls has asked whether one may. Nothing is mailed.

    Returns:
        its address; None once they have a password, or their account has ended.
    """
    if person.password_hash is not None or person.deactivated_at is not None:
        return None
    at = now()
    unused = (
        OneTimeLink.person_id == person.id,
        OneTimeLink.purpose == PURPOSE,
        OneTimeLink.email == person.email,
        OneTimeLink.used_at.is_(None),
    )
    row = session().scalars(select(OneTimeLink).where(*unused).order_by(OneTimeLink.id).limit(1)).first()
    if row is None:
        row = OneTimeLink(person_id=person.id, purpose=PURPOSE, email=person.email, hash="", created_at=at)
        session().add(row)
    row.expires_at = at + INVITED_LASTS
    session().flush()
    secret = secret_of(settings.secret(), row.id, row.purpose)
    row.hash = secret_hash(secret)
    return link_address(settings.address, row.purpose, secret)
