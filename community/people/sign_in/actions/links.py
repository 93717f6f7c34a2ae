"""One-time links: asked for, minted when they leave, used once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from community.core.action import action
from community.core.clock import now
from community.core.errors import Gone
from community.core.events import LinkAsked, emit
from community.core.session import session
from community.people.sign_in import queries
from community.people.sign_in.links import LASTS, secret_hash
from models import OneTimeLink, Person


def ask(
    purpose: str,
    email: str,
    person: Person | None,
    actor_id: str | None = None,
    lasts: timedelta | None = None,
) -> OneTimeLink:
    """Have a link mailed, within another unit of work. Without a person nothing will leave, but it costs the same."""
    at = now()
    link = OneTimeLink(
        purpose=purpose,
        person_id=person.id if person else None,
        email=email,
        hash="",
        created_at=at,
        expires_at=at + (lasts or LASTS[purpose]),
    )
    session().add(link)
    session().flush()
    emit(LinkAsked(actor_id=actor_id, link_id=link.id))
    return link


@action
def minted(link_id: str, secret: str) -> None:
    """Keep the hash of a secret that is about to be mailed."""
    unused = (OneTimeLink.id == link_id, OneTimeLink.used_at.is_(None))
    session().execute(update(OneTimeLink).where(*unused).values(hash=secret_hash(secret)))


def claim(secret: str, *purposes: str) -> OneTimeLink:
    """Use a link, within another unit of work: of several at once exactly one gets it.

    Raises:
        Gone: used, expired, withdrawn or never given, all alike.
    """
    chosen = update(OneTimeLink).where(*queries.usable(secret, *purposes)).values(used_at=now())
    unsynchronised = {"synchronize_session": False}
    id_ = session().scalar(chosen.returning(OneTimeLink.id), execution_options=unsynchronised)
    link = session().get(OneTimeLink, id_, populate_existing=True) if id_ else None
    if link is None:
        raise Gone
    return link


def withdraw(person_id: str, *purposes: str) -> None:
    """Make somebody's other links of these purposes useless."""
    theirs = (
        OneTimeLink.person_id == person_id,
        OneTimeLink.purpose.in_(purposes),
        OneTimeLink.used_at.is_(None),
    )
    session().execute(update(OneTimeLink).where(*theirs).values(used_at=now()))
