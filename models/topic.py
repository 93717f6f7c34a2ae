"""What threads and pages are about: topics, systems and the tasks done with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import ID_LENGTH, Base, Id, Ref, Short, Word, reference

SLUG_LENGTH = 80


class Topic(Base):
    """A word of the network's kept list; a new one has its community's audience."""

    __tablename__ = "topic"
    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH))
    name: Mapped[Short]
    community_id: Mapped[str | None] = reference("community", index=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[Ref | None]
    __table_args__ = (UniqueConstraint("slug", "community_id"),)


class About(Base):
    """This thread or page is about that topic."""

    __tablename__ = "about"
    object: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    topic_id: Mapped[str] = reference("topic", primary_key=True, index=True)
    by_id: Mapped[Ref | None]


class System(Base):
    """A system or tool that people work with."""

    __tablename__ = "system"
    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH))
    name: Mapped[Short]
    community_id: Mapped[str | None] = reference("community", index=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[Ref | None]
    __table_args__ = (UniqueConstraint("slug", "community_id"),)


class Task(Base):
    """Something done with a system; the two together are a point of work."""

    __tablename__ = "task"
    id: Mapped[Id]
    system_id: Mapped[str] = reference("system")
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH))
    name: Mapped[Short]
    community_id: Mapped[str | None] = reference("community", index=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[Ref | None]
    __table_args__ = (Index(None, "system_id", "slug", "community_id", unique=True),)


class FormerName(Base):
    """An address that a system or task had: renamed, or merged into another. It leads those on who see that one."""

    __tablename__ = "former_name"
    object: Mapped[str] = mapped_column(
        String(ID_LENGTH), primary_key=True, comment="the system's or task's id"
    )
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), primary_key=True, index=True)
    until: Mapped[datetime]


class Owner(Base):
    """Somebody who answers for a system or task, appointed by whoever keeps that list; there may be several."""

    __tablename__ = "owner"
    object: Mapped[str] = mapped_column(
        String(ID_LENGTH), primary_key=True, comment="the system's or task's id"
    )
    person_id: Mapped[str] = reference("person", primary_key=True, index=True)
    by_id: Mapped[Ref | None]
    at: Mapped[datetime]


class Evidence(Base):
    """Why somebody is said to know about a topic: a solution, a page, or two people for whom it worked."""

    __tablename__ = "evidence"
    person_id: Mapped[str] = reference("person", primary_key=True)
    topic_id: Mapped[str] = reference("topic", primary_key=True, index=True)
    object: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[Word] = mapped_column(comment="solution | page | worked")
    root: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    community_id: Mapped[str] = reference("community")
    is_open: Mapped[bool] = mapped_column(comment="its home is open: no right rests on private things")
    at: Mapped[datetime]
