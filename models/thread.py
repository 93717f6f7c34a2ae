"""Conversations: threads, their posts, and what people said of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import ID_LENGTH, Base, Big, Id, Ref, Short, Word, reference
from .community import Community
from .person import Person
from .topic import System, Task

STATES = ("open", "answered", "solved", "written_up", "waiting", "same_as", "closed")
TITLE_LENGTH = 200


class Thread(Base):
    """A roadblock, discussion, announcement or tip. Number 1 of its posts is its own text."""

    __tablename__ = "thread"
    id: Mapped[Id]
    kind: Mapped[Word] = mapped_column(comment="roadblock | discussion | announcement | tip")
    title: Mapped[Short]
    body: Mapped[str]
    body_html: Mapped[str]
    author_id: Mapped[str] = reference("person", index=True)
    author: Mapped[Person] = relationship(lazy="raise")
    author_shown: Mapped[bool] = mapped_column(default=True, comment="false: asked without a name")
    community_id: Mapped[str] = reference("community")
    community: Mapped[Community] = relationship(lazy="joined", innerjoin=True)
    system_id: Mapped[str | None] = reference("system", index=True)
    system: Mapped[System | None] = relationship(lazy="raise")
    task_id: Mapped[str | None] = reference("task", index=True)
    task: Mapped[Task | None] = relationship(lazy="raise")
    role: Mapped[str] = mapped_column(String(80), default="", comment="what the asker does there")
    urgency: Mapped[Word] = mapped_column(default="", comment="stopped | slowed | curious")
    state: Mapped[Word] = mapped_column(default="open", comment="recomputed from the rows below")
    reach: Mapped[Word] = mapped_column(default="colleagues")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[Ref | None]
    closed_because: Mapped[str] = mapped_column(default="")
    locked_at: Mapped[datetime | None]
    posts: Mapped[int] = mapped_column(default=0, comment="answers and comments that stand")
    last_number: Mapped[int] = mapped_column(default=1)
    score: Mapped[int] = mapped_column(default=0, comment="votes brought along by an import")
    origin: Mapped[str | None] = mapped_column(comment="address of the imported original")
    licence: Mapped[str | None] = mapped_column(String(60))
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


class Post(Base):
    """An answer proposes a way through; a comment hangs under any post. Flat, numbered from 2."""

    __tablename__ = "post"
    id: Mapped[Id]
    thread_id: Mapped[str] = reference("thread")
    thread: Mapped[Thread] = relationship()
    number: Mapped[int]
    kind: Mapped[Word] = mapped_column(comment="answer | comment")
    parent_id: Mapped[str | None] = reference("post")
    body: Mapped[str]
    body_html: Mapped[str]
    author_id: Mapped[str] = reference("person", index=True)
    author: Mapped[Person] = relationship(lazy="raise")
    author_shown: Mapped[bool] = mapped_column(default=True)
    score: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str | None]
    licence: Mapped[str | None] = mapped_column(String(60))
    seq: Mapped[int] = mapped_column(default=0)
    changed_seq: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    deleted_by_id: Mapped[Ref | None]
    __table_args__ = (UniqueConstraint("thread_id", "number"),)


class TextVersion(Base):
    """A text as it was before somebody changed it (thread or post)."""

    __tablename__ = "text_version"
    object: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    by_id: Mapped[Ref]
    at: Mapped[datetime]


class Solution(Base):
    """An accepted answer, or the tip itself: what worked. A workaround until its cause is written."""

    __tablename__ = "solution"
    id: Mapped[Id]
    thread_id: Mapped[str] = reference("thread", index=True)
    subject: Mapped[str] = mapped_column(String(ID_LENGTH), comment="the answer's id; in a tip the thread's")
    accepted_by_id: Mapped[str] = reference("person")
    at: Mapped[datetime]
    cause: Mapped[str] = mapped_column(default="")
    cause_html: Mapped[str] = mapped_column(default="")
    cause_by_id: Mapped[Ref | None]
    cause_at: Mapped[datetime | None]
    settled_by_id: Mapped[Ref | None] = mapped_column(comment="declared good enough: how we do it")
    settled_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[Ref | None]
    withdrawn_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("thread_id", "subject"),)


class Outcome(Base):
    """What somebody who tried it says of an answer, tip or page. One per person and object."""

    __tablename__ = "outcome"
    object: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    person_id: Mapped[str] = reference("person", primary_key=True)
    root: Mapped[str] = mapped_column(
        String(ID_LENGTH), index=True, comment="the thread or page it belongs to"
    )
    said: Mapped[Word] = mapped_column(comment="worked | failed | unsafe")
    saved: Mapped[Word] = mapped_column(default="", comment="minutes | half_hour | hours | day")
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Warned(Base):
    """Said to be wrong or unsafe: stands at once, until somebody other than the author lifts it."""

    __tablename__ = "warned"
    id: Mapped[Id]
    object: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    root: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    by_id: Mapped[Ref] = mapped_column(comment="shown to nobody")
    reason: Mapped[str]
    at: Mapped[datetime]
    held_at: Mapped[datetime | None] = mapped_column(comment="waits for a look")
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[Ref | None]
    word: Mapped[str] = mapped_column(default="")


class SameProblem(Base):
    """'Same problem here': told when it is solved or repaired. A number, never a list."""

    __tablename__ = "same_problem"
    thread_id: Mapped[str] = reference("thread", primary_key=True)
    person_id: Mapped[str] = reference("person", primary_key=True)
    at: Mapped[datetime]


class Pointed(Base):
    """Somebody to whom a roadblock was pointed when it was asked, because they know about it: they are told."""

    __tablename__ = "pointed"
    thread_id: Mapped[str] = reference("thread", primary_key=True)
    person_id: Mapped[str] = reference("person", primary_key=True, index=True)
    at: Mapped[datetime]


class SameAs(Base):
    """Somebody's word that a roadblock was answered elsewhere; it holds once the asker says so."""

    __tablename__ = "same_as"
    thread_id: Mapped[str] = reference("thread", primary_key=True)
    other_id: Mapped[str] = reference("thread", primary_key=True, index=True)
    proposed_by_id: Mapped[Ref]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    confirmed_by_id: Mapped[Ref | None]
    confirmed_at: Mapped[datetime | None]


class Waiting(Base):
    """A roadblock that rests with somebody else until they have repaired something."""

    __tablename__ = "waiting"
    id: Mapped[Id]
    thread_id: Mapped[str] = reference("thread", index=True)
    on: Mapped[Short]
    reference: Mapped[Short] = mapped_column(default="")
    by_id: Mapped[Ref]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[Ref | None]
    repaired: Mapped[bool] = mapped_column(default=False, comment="how it ended, by its reader's word")


class Link(Base):
    """One thread's text points to another; kept from an import, where addresses were rewritten."""

    __tablename__ = "link"
    thread_id: Mapped[str] = reference("thread", primary_key=True)
    other_id: Mapped[str] = reference("thread", primary_key=True, index=True)
