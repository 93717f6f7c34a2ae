"""What an import has brought in, so that a later run adds only what is new; and whose it says it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, Id, Ref, Word, reference


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
    was: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, comment="marks of what it said there and what was made of it here"
    )
    at: Mapped[datetime]


class ProfileClaim(Base):
    """Somebody's word that an imported profile is theirs, and what came of it: the record of who decided; kept.

    Where an administrator handed out a link, it is decided before anybody has come with it.
    """

    __tablename__ = "profile_claim"
    id: Mapped[Id]
    profile_id: Mapped[str] = reference("person", index=True)
    by_id: Mapped[str | None] = reference("person", index=True)
    link_id: Mapped[Ref | None] = mapped_column(comment="the one-time link that was handed out for it")
    word: Mapped[str] = mapped_column(default="", comment="how one may know that it is them")
    at: Mapped[datetime]
    decision: Mapped[Word] = mapped_column(
        default="", comment="approved | declined | withdrawn; empty: waits"
    )
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[Ref | None]
    because: Mapped[str] = mapped_column(default="", comment="why it was declined, told to who asked")
