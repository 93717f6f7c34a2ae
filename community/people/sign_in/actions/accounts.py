"""Accounts: made by an administrator, by signing up, by the first link; their address confirmed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.access.check import require
from community.access.permissions import Permission
from community.core import network
from community.core.action import action
from community.core.addresses import RESERVED_HANDLES, slugify
from community.core.clock import now
from community.core.errors import Conflict, Denied, Gone
from community.core.events import PersonChanged, PersonRegistered, emit
from community.core.language import locale
from community.core.session import session
from community.core.viewer import Viewer
from community.people.sign_in import queries
from community.people.sign_in.drafts import AddressDraft, MadePersonDraft, PersonDraft
from community.people.sign_in.links import INVITED_LASTS
from community.people.sign_in.passwords import is_right
from models import Appointment, OneTimeLink, Person
from models.person import HANDLE_LENGTH

from . import links, sessions


def register(
    actor_id: str | None,
    draft: PersonDraft | MadePersonDraft,
    *,
    confirmed: bool,
    administrator: bool = False,
) -> Person:
    """Make an account, within a unit of work that has checked a link, a setting or an administrator.

    Raises:
        Conflict: the address or the handle asked for has an account already.
    """
    person = _added(draft, confirmed=confirmed)
    if administrator:
        session().add(Appointment(person_id=person.id, office="administrator", by_id=actor_id, at=now()))
    emit(PersonRegistered(person_id=person.id, actor_id=actor_id))
    return person


def _added(draft: PersonDraft | MadePersonDraft, *, confirmed: bool) -> Person:
    at = now()
    while True:
        person = Person(
            handle=draft.handle or free_handle(draft.name),
            name=draft.name,
            email=draft.email,
            email_confirmed_at=at if confirmed else None,
            password_hash=draft.password_hash,
            locale=locale(),
            created_at=at,
        )
        try:
            with session().begin_nested():
                session().add(person)
                session().flush()
        except IntegrityError as error:
            # Where only the handle we made up was taken in this very moment, there is another one.
            if draft.handle or queries.by_email(draft.email):
                raise Conflict("There is an account with this address or handle already") from error
        else:
            return person


def free_handle(name: str) -> str:
    """A handle from a name that nobody has yet: ana, ana-2, ana-3."""
    base = slugify(name, HANDLE_LENGTH - 6) or "person"
    alike = (Person.handle == base) | Person.handle.like(f"{base}-%")
    taken = RESERVED_HANDLES | set(session().scalars(select(Person.handle).where(alike)))
    number = 1
    handle = base
    while handle in taken:
        number += 1
        handle = f"{base}-{number}"
    return handle


@action
def create_person(actor: Viewer, draft: MadePersonDraft, *, administrator: bool = False) -> Person:
    """An administrator makes an account; without a password its person is mailed a link to choose one."""
    require(actor, Permission.NETWORK_PEOPLE)
    person = register(actor.person_id, draft, confirmed=True, administrator=administrator)
    if person.password_hash is None:
        links.ask("reset", draft.email, person, actor.person_id, INVITED_LASTS)
    return person


@action
def become_first(secret: str, draft: PersonDraft) -> Person:
    """Use the first administrator's link.

    Raises:
        Gone: used, expired or unknown, or somebody runs this installation already.
    """
    links.claim(secret, "administrator")
    if queries.has_administrator():
        raise Gone
    return register(None, draft, confirmed=True, administrator=True)


@action
def sign_up(draft: PersonDraft, *, mails: bool = True) -> None:
    """Somebody signs up. Answered alike whether or not the address is known; its owner reads by mail how it stands.

    Args:
        draft: who they say they are.
        mails: false when this address has been sent enough mails for now.

    Raises:
        Denied: the network is by invitation.
    """
    if network.in_force().sign_up != "open":
        raise Denied("This network is by invitation")
    known = queries.by_email(draft.email)
    if known is None:
        person = register(None, draft, confirmed=False)
        links.ask("confirm", draft.email, person)
    elif not mails:
        return
    elif known.email_confirmed_at is not None:
        links.ask("known", draft.email, known)
    elif is_right(known.password_hash, draft.password):
        links.ask("confirm", draft.email, known)  # the same person, twice
    else:
        _who_owns_it(known)


def _who_owns_it(known: Person) -> None:
    """Two have signed up with one address: neither password counts, whoever reads its mail chooses a new one."""
    known.password_hash = None
    sessions.end_all(known.id)
    links.withdraw(known.id, "confirm", "reset")
    links.ask("reset", known.email or "", known)


@action
def confirm(secret: str) -> Person:
    """Confirm the address that a link was sent to.

    Raises:
        Gone: used, expired, withdrawn or never given; or somebody else has confirmed this address meanwhile.
    """
    link = links.claim(secret, "confirm")
    person = queries.by_id(link.person_id or "")
    owner = queries.by_email(link.email or "")
    if person.deactivated_at is not None or (owner is not None and owner.id != person.id):
        raise Gone
    _confirmed(person, link)
    emit(PersonChanged(person_id=person.id, actor_id=person.id))
    return person


def _confirmed(person: Person, link: OneTimeLink) -> None:
    person.email = link.email
    person.email_confirmed_at = person.email_confirmed_at or now()
    links.withdraw(person.id, "confirm")


@action
def ask_again(actor: Viewer) -> None:
    """Somebody unconfirmed asks for the mail once more.

    Raises:
        Denied: they have nothing to confirm.
    """
    person = _unconfirmed(actor)
    _send_to(person, queries.address_to_confirm(person.id))


@action
def correct_address(actor: Viewer, draft: AddressDraft) -> None:
    """Somebody unconfirmed had mistyped their address: links sent to the old one are void.

    Raises:
        Denied: they have nothing to confirm.
    """
    person = _unconfirmed(actor)
    links.withdraw(person.id, "confirm")
    _send_to(person, draft.email)


def _unconfirmed(actor: Viewer) -> Person:
    if actor.standing != "unconfirmed" or actor.person_id is None:
        raise Denied
    return queries.by_id(actor.person_id)


def _send_to(person: Person, email: str) -> None:
    owner = queries.by_email(email)
    is_free = owner is None or owner.id == person.id
    links.ask("confirm" if is_free else "known", email, person, person.id)
