"""Communities and who belongs to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id, Ref, Short, Word, reference

SLUG_LENGTH = 60


class Community(Base):
    """A community: open, closed or private."""

    __tablename__ = "community"
    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), unique=True)
    name: Mapped[Short]
    purpose: Mapped[str] = mapped_column(default="")
    visibility: Mapped[Word] = mapped_column(comment="open | closed | private")
    curators_only: Mapped[bool] = mapped_column(
        default=False, comment="private: a setting of its stewards; members then do no curator's work"
    )
    anonymous_allowed: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[Ref | None]
    archived_at: Mapped[datetime | None]
    archived_by_id: Mapped[Ref | None]

    @property
    def token(self) -> str:
        """The audience token of those who have a role here."""
        return f"c:{self.id}"


class FormerSlug(Base):
    """An address that a community had. It leads its readers on, and is nobody's: a new community may take it."""

    __tablename__ = "former_slug"
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), primary_key=True)
    community_id: Mapped[str] = reference("community", primary_key=True, index=True)
    until: Mapped[datetime]


class Membership(Base):
    """A person's role in a community."""

    __tablename__ = "membership"
    community_id: Mapped[str] = reference("community", primary_key=True)
    person_id: Mapped[str] = reference("person", primary_key=True, index=True)
    role: Mapped[Word] = mapped_column(comment="guest | member | curator | steward")
    since: Mapped[datetime]
    added_by_id: Mapped[Ref | None]
