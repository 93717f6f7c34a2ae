"""What the tests of another mail address play with: asking for one, and the links that come of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from community.core.session import session
from community.core.settings import Settings
from models import Person
from tests.client import Client
from tests.mailbox import link_in, mails, text_of

NEW = "ana.new@acme.test"
Mailbox = Callable[[], dict[str, str]]


@pytest.fixture
def mailbox(settings: Settings) -> Mailbox:
    """The last link that each address got; of the mails that have come since this was last asked."""
    read = 0

    def asked() -> dict[str, str]:
        nonlocal read
        new = mails(settings)[read:]
        read += len(new)
        return {str(mail["To"]): link_in(mail) for mail in new if "/address/" in text_of(mail)}

    return asked


def ask(client: Client, new: str = NEW):
    """Ask for another address on the settings page."""
    client.get("/settings/address/new")
    return client.post("/settings/address/new", {"email": new})


def open_link(client: Client, path: str) -> int:
    """Look at a link and press the button there."""
    assert "<button" in client.get(path).text
    return client.post(path).status_code


def address_of(person: Person) -> str | None:
    """Somebody's address as the database has it."""
    return session().scalars(select(Person.email).where(Person.id == person.id)).one()
