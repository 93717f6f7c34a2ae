"""What somebody said they would try. Nobody but they themselves is ever shown it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, reference


class Offered(Base):
    """'I'll try it', of a thread or page that was found while asking: it was offered, no more is known yet."""

    __tablename__ = "offered"
    person_id: Mapped[str] = reference("person", primary_key=True)
    object: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, index=True)
    at: Mapped[datetime]
    told_at: Mapped[datetime | None] = mapped_column(comment="when they said whether it worked, or 'Not now'")
