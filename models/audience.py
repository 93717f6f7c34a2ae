"""Who holds which object: the rows that `visible`, the index and the rooms all go by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, Word


class Audience(Base):
    """One token that opens one root object (thread, page, topic, system, task)."""

    __tablename__ = "audience"
    object: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    token: Mapped[str] = mapped_column(
        String(20), primary_key=True, comment="public | open | c:ID | p:ID | d:ID"
    )
    source: Mapped[Word] = mapped_column(primary_key=True, comment="home | grant | guest")
    __table_args__ = (Index(None, "token", "object"),)


class Block(Base):
    """An object narrowed before the index has followed: search subtracts it until then."""

    __tablename__ = "block"
    object: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    at: Mapped[datetime]


class Epoch(Base):
    """Rises when somebody's or some community's access changes; 'public' for anonymous pages."""

    __tablename__ = "epoch"
    scope: Mapped[str] = mapped_column(String(20), primary_key=True, comment="public | p:ID | c:ID")
    number: Mapped[int]
