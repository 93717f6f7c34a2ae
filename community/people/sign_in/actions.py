"""Signing in and out, and the first accounts."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.addresses import slugify
from community.core.clock import now
from community.core.events import PersonRegistered, emit
from community.core.session import session
from community.core.viewer import Viewer
from models import Appointment, Person, SignInSession
from models.person import HANDLE_LENGTH

from .drafts import PersonDraft

SESSION_DAYS = timedelta(days=30)


@action
def sign_in(person: Person, device: str) -> SignInSession:
    """Begin a session for somebody whose password was right. Nobody acts before this, so nobody is asked."""
    at = now()
    made = SignInSession(
        person_id=person.id, created_at=at, seen_at=at, fresh_at=at, expires_at=at + SESSION_DAYS, device=device[:200]
    )
    session().add(made)
    session().flush()
    return made


@action
def sign_out(actor: Viewer, session_id: str) -> None:
    """End one of one's own sessions; it is dead from this commit on."""
    require(actor, Permission.PERSON_CHANGE, None)
    row = session().get(SignInSession, session_id)
    if row is not None and row.person_id == actor.person_id and row.ended_at is None:
        row.ended_at = now()


@action
def register(actor: Viewer, draft: PersonDraft, *, confirmed: bool, administrator: bool = False) -> Person:
    """Make an account. `register` is reached by doors that have checked a link, a setting or an administrator."""
    person = Person(
        handle=free_handle(draft.name),
        name=draft.name,
        email=draft.email,
        email_confirmed_at=now() if confirmed else None,
        password_hash=draft.password_hash,
        created_at=now(),
    )
    session().add(person)
    session().flush()
    if administrator:
        session().add(Appointment(person_id=person.id, office="administrator", by_id=actor.person_id, at=now()))
    emit(PersonRegistered(person_id=person.id, actor_id=actor.person_id))
    return person


def free_handle(name: str) -> str:
    """A handle from a name that nobody has yet: ana, ana-2, ana-3 …"""
    base = slugify(name, HANDLE_LENGTH - 6) or "person"
    taken = set(
        session().scalars(select(Person.handle).where((Person.handle == base) | Person.handle.like(f"{base}-%")))
    )
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def has_administrator() -> bool:
    """Whether anybody runs this installation yet."""
    held = select(func.count()).select_from(Appointment).where(Appointment.office == "administrator")
    return (session().scalar(held) or 0) > 0
