"""A person's own knowledge network: what they follow, and how closely."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, Word, reference

STRENGTHS = ("little", "normal", "everything")
MUTE = "mute"


class Following(Base):
    """Somebody chose how closely they follow something. What is followed by itself has no row; nobody else sees it."""

    __tablename__ = "following"
    person_id: Mapped[str] = reference("person", primary_key=True)
    object: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, index=True)
    kind: Mapped[Word] = mapped_column(comment="person | topic | community | thread | page | system | task")
    strength: Mapped[Word] = mapped_column(comment="little | normal | everything | mute")
    at: Mapped[datetime]
