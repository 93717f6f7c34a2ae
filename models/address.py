"""A person's mail address on its way to becoming another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id, reference

ADDRESS_LENGTH = 254


class AddressChange(Base):
    """Somebody asked for another mail address. It becomes theirs once both mailboxes have said yes.

    There is a row for an address that somebody else has, too, so that a taken one looks like a free one.
    """

    __tablename__ = "address_change"
    id: Mapped[Id]
    person_id: Mapped[str] = reference("person", index=True)
    old: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    new: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    old_said_yes_at: Mapped[datetime | None]
    new_said_yes_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
