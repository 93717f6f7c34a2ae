"""What an import has brought in, so that a second run adds nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, Word


class Imported(Base):
    """One foreign thing and what it became here."""

    __tablename__ = "imported"
    source: Mapped[str] = mapped_column(
        String(120), primary_key=True, comment="the site and the community's id"
    )
    kind: Mapped[Word] = mapped_column(
        primary_key=True, comment="person | question | answer | comment | vote ..."
    )
    foreign_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    object: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    at: Mapped[datetime]
