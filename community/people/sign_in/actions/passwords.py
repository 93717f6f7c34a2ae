"""Passwords: forgotten, chosen anew by a mailed link, changed. A change ends every other session."""

from __future__ import annotations

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Gone
from community.core.events import PersonChanged, emit
from community.core.viewer import Viewer
from community.people.sign_in import queries
from community.people.sign_in.drafts import AddressDraft, PasswordDraft
from models import Person

from . import address, links, sessions


@action
def ask_reset(draft: AddressDraft) -> None:
    """Have a link mailed to choose a new password. Costs and answers the same where nobody has the address."""
    links.ask("reset", draft.email, queries.by_email(draft.email))


@action
def reset_password(secret: str, draft: PasswordDraft) -> Person:
    """Choose a new password by a mailed link; that also confirms the address it was sent to.

    Raises:
        Gone: used, expired, withdrawn or never given, or its person or address is no more.
    """
    link = links.claim(secret, "reset")
    person = queries.by_id(link.person_id or "")
    hold(person)
    if person.deactivated_at is not None or person.email != link.email:
        raise Gone
    person.password_hash = draft.password_hash
    person.email_confirmed_at = person.email_confirmed_at or now()
    links.withdraw(person.id, "reset", "confirm")
    address.give_up(person.id)
    sessions.end_all(person.id)
    emit(PersonChanged(person_id=person.id, actor_id=person.id))
    return person


@action
def change_password(actor: Viewer, person: Person, draft: PasswordDraft) -> None:
    """Change one's own password; every other session ends, and links to reset it are void."""
    hold(person)
    require(actor, Permission.PERSON_CHANGE, person)
    person.password_hash = draft.password_hash
    links.withdraw(person.id, "reset")
    address.give_up(person.id)
    sessions.end_all(person.id, but=actor.session_id)
    emit(PersonChanged(person_id=person.id, actor_id=actor.person_id))
