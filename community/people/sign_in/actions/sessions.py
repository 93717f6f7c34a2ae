"""Sessions: begun, made fresh, seen, ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Update, update

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.clock import now
from community.core.errors import Denied, NotFound
from community.core.language import N_
from community.core.session import session
from community.core.viewer import Viewer
from community.people.sign_in import queries
from models import ApiToken, Person, SignInSession

LASTS = timedelta(days=30)


class Suspended(Denied):
    """Shut out for a time: said to those who know the password, with whom to write to."""

    type = "/problems/suspended"
    title = N_("You cannot sign in at present")

    def __init__(self, until: datetime, because: str, write_to: list[tuple[str, str]]) -> None:
        super().__init__()
        self.until = until
        self.because = because
        self.write_to = write_to


@action
def sign_in(person: Person, device: str, instead_of: str | None = None) -> SignInSession:
    """Begin a session for somebody who has shown who they are. Nobody acts before this, so nobody is asked.

    Args:
        person: who it is.
        device: what their browser calls itself.
        instead_of: the session that this browser had until now; it ends.

    Raises:
        Suspended: they are shut out for a time.
    """
    at = now()
    if person.suspended_until is not None and person.suspended_until > at:
        raise Suspended(person.suspended_until, person.suspended_because or "", queries.administrators())
    if instead_of is not None:
        session().execute(_open().where(SignInSession.id == instead_of).values(ended_at=at))
    made = SignInSession(
        person_id=person.id,
        created_at=at,
        seen_at=at,
        fresh_at=at,
        expires_at=at + LASTS,
        device=" ".join(device.split())[:200],
    )
    session().add(made)
    session().flush()
    return made


def _open() -> Update:
    return update(SignInSession).where(SignInSession.ended_at.is_(None))


@action
def sign_out(session_id: str) -> None:
    """End the session that a browser shows; it is dead from this commit on. Whoever holds it may."""
    session().execute(_open().where(SignInSession.id == session_id).values(ended_at=now()))


@action
def end_session(actor: Viewer, person: Person, session_id: str) -> None:
    """End one of one's own sessions.

    Raises:
        NotFound: it is not one of theirs, or has ended already.
    """
    require(actor, Permission.PERSON_CHANGE, person)
    theirs = (SignInSession.id == session_id, SignInSession.person_id == person.id)
    found = (
        session().execute(_open().where(*theirs).values(ended_at=now()).returning(SignInSession.id)).first()
    )
    if found is None:
        raise NotFound


@action
def end_others(actor: Viewer, person: Person) -> None:
    """Sign out everywhere but here."""
    require(actor, Permission.PERSON_CHANGE, person)
    end_all(person.id, but=actor.session_id)


def end_all(person_id: str, but: str | None = None) -> None:
    """End somebody's sessions within another unit of work."""
    theirs = (SignInSession.person_id == person_id, SignInSession.id != (but or ""))
    session().execute(_open().where(*theirs).values(ended_at=now()))


@action
def freshen(actor: Viewer, person: Person) -> None:
    """The password was given again: for ten minutes this session may do what needs that."""
    require(actor, Permission.PERSON_CHANGE, person)
    session().execute(_open().where(SignInSession.id == actor.session_id).values(fresh_at=now()))


@action
def seen(session_id: str) -> None:
    """Keep when a session was last used."""
    session().execute(_open().where(SignInSession.id == session_id).values(seen_at=now()))


@action
def token_used(hash_: str) -> None:
    """Keep when a token was last used."""
    session().execute(update(ApiToken).where(ApiToken.hash == hash_).values(used_at=now()))
