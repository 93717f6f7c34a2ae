"""Co-created pages, their versions, and where they come from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import ID_LENGTH, Base, Big, Id, Ref, Short, Word, reference
from .community import Community
from .topic import System, Task

PAGE_KINDS = ("howto", "checklist", "troubleshooting", "reference", "clip", "playbook")


class Page(Base):
    """The present version of a page; all versions stand in `page_revision`."""

    __tablename__ = "page"
    id: Mapped[Id]
    kind: Mapped[Word]
    title: Mapped[Short]
    body: Mapped[str]
    body_html: Mapped[str]
    success: Mapped[str] = mapped_column(default="", comment="how one knows that it worked")
    community_id: Mapped[str] = reference("community")
    community: Mapped[Community] = relationship(lazy="joined", innerjoin=True)
    owner_id: Mapped[str] = reference("person", index=True)
    system_id: Mapped[str | None] = reference("system", index=True)
    system: Mapped[System | None] = relationship(lazy="raise")
    task_id: Mapped[str | None] = reference("task", index=True)
    task: Mapped[Task | None] = relationship(lazy="raise")
    role: Mapped[str] = mapped_column(String(80), default="")
    revision: Mapped[int] = mapped_column(default=1)
    activity: Mapped[Big]
    seq: Mapped[int] = mapped_column(default=0)
    changed_seq: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    deleted_by_id: Mapped[Ref | None]
    __table_args__ = (
        Index(None, "community_id", "activity", "id"),
        Index(None, "activity", "id"),
    )


class PageRevision(Base):
    """One version of a page, whole; never changed once written."""

    __tablename__ = "page_revision"
    page_id: Mapped[str] = reference("page", primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Word]
    title: Mapped[Short]
    body: Mapped[str]
    success: Mapped[str] = mapped_column(default="")
    summary: Mapped[Short] = mapped_column(default="")
    minor: Mapped[bool] = mapped_column(default=False, comment="the writer's own word, kept with the version")
    by_id: Mapped[str] = reference("person")
    by_shown: Mapped[bool] = mapped_column(
        default=True, comment="false: of somebody who asked without a name and wrote the solution up"
    )
    sent: Mapped[str] = mapped_column(
        String(64),
        default="",
        comment="hash of what was sent to make it: the same form again makes no version",
    )
    at: Mapped[datetime]


class Promotion(Base):
    """A solution or tip was written up in a page (or a section of it): provenance for both ends."""

    __tablename__ = "promotion"
    id: Mapped[Id]
    page_id: Mapped[str] = reference("page", index=True)
    thread_id: Mapped[str] = reference("thread", index=True)
    subject: Mapped[str] = mapped_column(String(ID_LENGTH), comment="the answer's id; in a tip the thread's")
    section: Mapped[Short] = mapped_column(
        default="", comment="the heading it stands under; empty: the whole page"
    )
    subject_version: Mapped[int] = mapped_column(
        default=0,
        comment="how often its text had been changed when written up: a later change is pointed out",
    )
    by_id: Mapped[str] = reference("person")
    at: Mapped[datetime]
