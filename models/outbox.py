"""What has happened, who has yet to hear of it, and what falls due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, Id, Word

# SQLite numbers rows by itself only for INTEGER keys.
Serial = BigInteger().with_variant(Integer(), "sqlite")


class EventRow(Base):
    """One event, as its dataclass says it: ids only."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    type: Mapped[str] = mapped_column(String(60))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(index=True)


class Delivery(Base):
    """One listener's copy of an event. Gone when done; parked when it failed too often."""

    __tablename__ = "deliveries"
    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    event_id: Mapped[int] = mapped_column(Serial, index=True)
    listener: Mapped[str] = mapped_column(String(60))
    lane: Mapped[Word]
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None] = mapped_column(String(60))
    leased_until: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    __table_args__ = (Index(None, "lane", "parked_at", "due_at", "id"),)


class DueWork(Base):
    """Something the clock does later, once: its kind is looked up in core/clockwork.py."""

    __tablename__ = "due_work"
    id: Mapped[Id]
    kind: Mapped[Word]
    object: Mapped[str] = mapped_column(String(ID_LENGTH))
    due_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    parked_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")


class IdempotencyKey(Base):
    """The answer to a POST that may be sent again: kept a day."""

    __tablename__ = "idempotency_key"
    person_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    location: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
