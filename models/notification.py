"""What a person is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, Id, Word, reference


class Notification(Base):
    """One thing told to one person, with its reason. Made at most once per (person, about, reason, event)."""

    __tablename__ = "notification"
    id: Mapped[Id]
    person_id: Mapped[str] = reference("person")
    reason: Mapped[Word] = mapped_column(
        comment="answer | mention | solved | warned | repaired | same_as | ..."
    )
    root: Mapped[str] = mapped_column(String(ID_LENGTH), comment="thread or page; checked again when shown")
    root_kind: Mapped[Word]
    object: Mapped[str] = mapped_column(String(ID_LENGTH))
    event_id: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    seq: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("person_id", "object", "reason", "event_id"),
        Index(None, "person_id", "read_at", "at"),
    )
