"""Streams: the one replay source. Per stream `seq` rises by one, without holes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, Big, Word


class Stream(Base):
    """The last number of one thread, page, inbox or community list."""

    __tablename__ = "streams"
    stream: Mapped[str] = mapped_column(String(30), primary_key=True, comment="kind:ID")
    seq: Mapped[int]
    activity: Mapped[Big] = mapped_column(
        comment="microseconds; raised above the last, so that order is total"
    )


class StreamEvent(Base):
    """One entry of a stream: what happened to which object."""

    __tablename__ = "stream_events"
    stream: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[Word]
    object_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    at: Mapped[datetime]
