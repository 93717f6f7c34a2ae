"""People, how they sign in, and what they have left unfinished."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Id, Ref, Short, Word, reference

HANDLE_LENGTH = 30


class Person(Base):
    """Somebody of the network, or an imported author whom nobody has claimed yet."""

    __tablename__ = "person"
    id: Mapped[Id]
    handle: Mapped[str] = mapped_column(String(HANDLE_LENGTH), unique=True)
    name: Mapped[Short]
    email: Mapped[str | None] = mapped_column(
        String(254),
        unique=True,
        comment="lower case; empty for imported people, who cannot sign in until claimed",
    )
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    about: Mapped[str] = mapped_column(default="")
    about_html: Mapped[str] = mapped_column(default="")
    locale: Mapped[Word] = mapped_column(default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    theme: Mapped[Word] = mapped_column(default="auto", server_default="auto", comment="auto | light | dark")
    shortcuts: Mapped[bool] = mapped_column(
        default=True, server_default=true(), comment="whether single keys are shortcuts"
    )
    suspended_until: Mapped[datetime | None]
    suspended_because: Mapped[str | None]
    deactivated_at: Mapped[datetime | None]
    origin: Mapped[str | None] = mapped_column(
        comment="address of the imported profile, shown with its licence"
    )
    claimed_by_id: Mapped[str | None] = reference("person", index=True)
    created_at: Mapped[datetime]


class Appointment(Base):
    """A power in the network: administrator or performance consultant."""

    __tablename__ = "appointment"
    person_id: Mapped[str] = reference("person", primary_key=True)
    office: Mapped[Word] = mapped_column(primary_key=True, comment="administrator | consultant")
    by_id: Mapped[Ref | None]
    at: Mapped[datetime]


class SignInSession(Base):
    """One sign-in on one device. The cookie carries its id, so ending the row ends the session."""

    __tablename__ = "sign_in_session"
    id: Mapped[Id]
    person_id: Mapped[str] = reference("person", index=True)
    person: Mapped[Person] = relationship(lazy="raise")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime] = mapped_column(comment="when the password was last given; acts marked ✋ ask")
    expires_at: Mapped[datetime]
    device: Mapped[Short]
    ended_at: Mapped[datetime | None]


class ApiToken(Base):
    """A person's key for programs; only its hash is kept."""

    __tablename__ = "api_token"
    id: Mapped[Id]
    person_id: Mapped[str] = reference("person", index=True)
    name: Mapped[Short]
    scope: Mapped[Word] = mapped_column(comment="read | write | admin")
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class OneTimeLink(Base):
    """A link sent by mail or printed at the start: first administrator, confirmation, reset.

    The secret is HMAC(secret, id, purpose); only its hash stands here.
    """

    __tablename__ = "one_time_link"
    id: Mapped[Id]
    purpose: Mapped[Word] = mapped_column(
        comment="administrator | confirm | reset | known | claim | address_old | address_new | address_taken"
    )
    person_id: Mapped[str | None] = reference("person", index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """Counted at once, per account and per address (IPv6: its /64), so that a restart forgets nothing."""

    __tablename__ = "failed_sign_in"
    id: Mapped[Id]
    account: Mapped[str] = mapped_column(String(64), comment="hash of the address typed")
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    __table_args__ = (Index(None, "account", "at"), Index(None, "address", "at"))


class Unfinished(Base):
    """A text that somebody has begun: one per person and place ('ask', 't/ID/answer', 'w/ID')."""

    __tablename__ = "unfinished"
    id: Mapped[Id]
    person_id: Mapped[str] = reference("person")
    place: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    extra: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    changed_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("person_id", "place"),)
