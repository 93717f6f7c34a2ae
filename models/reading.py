"""How far somebody has read. Nobody but they themselves is ever shown it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, reference


class ReadMark(Base):
    """How far a person has read a thread or page. Written by what was on their screen, never by opening a link."""

    __tablename__ = "read_mark"
    person_id: Mapped[str] = reference("person", primary_key=True)
    object: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, index=True)
    number: Mapped[int] = mapped_column(comment="of a thread its highest post; of a page its version")
    at: Mapped[datetime]
