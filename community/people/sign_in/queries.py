"""What signing in needs to read."""

from __future__ import annotations

from sqlalchemy import select

from community.core.errors import NotFound
from community.core.session import session
from models import Person

_BY_EMAIL = select(Person)


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
