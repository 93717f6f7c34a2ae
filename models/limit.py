"""Counts of limits, saved every few seconds, so that a restart forgets nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base

KEY_LENGTH = 200


class SavedLimit(Base):
    """One bucket as it was when last saved; of use until the newest of its counts is over."""

    __tablename__ = "saved_limit"
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True, comment="whose, of which kind")
    window: Mapped[int] = mapped_column(comment="seconds for which an act counts")
    counts: Mapped[list[list[int]]] = mapped_column(
        JSON, comment="[second since 1970, how many], oldest first"
    )
    until: Mapped[datetime]
