"""Reading people: profiles, one's own sessions and tokens, the list that administrators keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from community.access.standing import IDLE
from community.access.visibility import VISIBLE, seeing
from community.core.clock import now
from community.core.paging import Paged, decode, encode
from community.core.session import session
from community.core.viewer import Viewer
from models import (
    AddressChange,
    ApiToken,
    Appointment,
    Community,
    Membership,
    OneTimeLink,
    Person,
    SignInSession,
)

Found = Row[*tuple[Any, ...]]
Statement = Select[*tuple[Any, ...]]

_SORTED = (func.lower(Person.name), Person.id)
_LIST = (
    select(
        Person.id,
        Person.handle,
        Person.name,
        Person.origin,
        Person.email.is_(None).label("is_unclaimed"),
        func.lower(Person.name).label("sort_name"),
    )
    .where(
        VISIBLE[Person],
        or_(
            Person.name.ilike(bindparam("like"), escape="\\"),
            Person.handle.ilike(bindparam("like"), escape="\\"),
        ),
        # Imported authors whom nobody has claimed are found by name, but fill no list.
        or_(Person.email.is_not(None), bindparam("imported_too")),
        or_(Person.email.is_(None), Person.email_confirmed_at.is_not(None)),
    )
    .order_by(*_SORTED)
    .limit(bindparam("most"))
)
_ADMINISTERED = (
    select(
        Person.id,
        Person.handle,
        Person.name,
        Person.email,
        Person.email_confirmed_at,
        Person.password_hash.is_not(None).label("has_password"),
        Person.suspended_until,
        Person.suspended_because,
        Person.deactivated_at,
        Appointment.office,
        func.lower(Person.name).label("sort_name"),
    )
    .outerjoin(Appointment, (Appointment.person_id == Person.id) & (Appointment.office == "administrator"))
    .where(
        Person.email.is_not(None),
        or_(
            Person.name.ilike(bindparam("like"), escape="\\"),
            Person.handle.ilike(bindparam("like"), escape="\\"),
            Person.email.ilike(bindparam("like"), escape="\\"),
        ),
    )
    .order_by(*_SORTED)
    .limit(bindparam("most"))
)
_AFTER = tuple_(*_SORTED) > tuple_(bindparam("sort_name"), bindparam("id"))
_LIST_AFTER = _LIST.where(_AFTER)
_ADMINISTERED_AFTER = _ADMINISTERED.where(_AFTER)


def people(viewer: Viewer, words: str, limit: int, after: str | None = None) -> Paged[Found]:
    """The people whom the viewer may know of, by name.

    Args:
        viewer: who asks.
        words: part of a name or handle; none: everybody who has an account.
        limit: how many.
        after: the cursor of the page before.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    params = {**seeing(viewer), "like": like(words), "imported_too": bool(words), "most": limit + 1}
    return _paged(_LIST, _LIST_AFTER, params, after)


def administered(words: str, limit: int, after: str | None = None) -> Paged[Found]:
    """Every account, with what an administrator needs to know. The caller has asked for NETWORK_PEOPLE.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    params = {"like": like(words), "most": limit + 1}
    return _paged(_ADMINISTERED, _ADMINISTERED_AFTER, params, after)


def like(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _paged(first: Statement, later: Statement, params: dict[str, Any], after: str | None) -> Paged[Found]:
    statement = first
    if after is not None:
        name, id_ = decode(after, str, str)
        statement, params = later, {**params, "sort_name": name, "id": id_}
    rows = session().execute(statement, params).all()
    shown = rows[: params["most"] - 1]
    last = shown[-1] if len(rows) > len(shown) else None
    return Paged(shown, encode(last.sort_name, last.id) if last else None)


_APPOINTING = aliased(Person)
_ADMINISTRATORS = (
    select(
        Person.id,
        Person.handle,
        Person.name,
        Person.email,
        Person.email_confirmed_at,
        Person.password_hash.is_not(None).label("has_password"),
        Person.suspended_until,
        Person.deactivated_at,
        Appointment.at,
        _APPOINTING.name.label("by_name"),
    )
    .join(Appointment, (Appointment.person_id == Person.id) & (Appointment.office == "administrator"))
    .outerjoin(_APPOINTING, _APPOINTING.id == Appointment.by_id)
    .order_by(Appointment.at, Person.id)
    .limit(200)
)


def administrators() -> Sequence[Found]:
    """Who runs the network, since when and by whose word. The caller has asked for NETWORK_CHANGE."""
    return session().execute(_ADMINISTRATORS).all()


_SESSIONS = (
    select(
        SignInSession.id,
        SignInSession.device,
        SignInSession.created_at,
        SignInSession.seen_at,
        (SignInSession.id == bindparam("here")).label("is_here"),
    )
    .where(
        SignInSession.person_id == bindparam("me"),
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > bindparam("at"),
        SignInSession.seen_at > bindparam("idle_since"),
    )
    .order_by(SignInSession.seen_at.desc())
    .limit(100)
)


def sessions(viewer: Viewer) -> Sequence[Found]:
    """Where the viewer is signed in, the last used first."""
    at = now()
    whose = {"me": viewer.person_id, "here": viewer.session_id or ""}
    return session().execute(_SESSIONS, {**whose, "at": at, "idle_since": at - IDLE}).all()


_TOKENS = (
    select(
        ApiToken.id, ApiToken.name, ApiToken.scope, ApiToken.created_at, ApiToken.expires_at, ApiToken.used_at
    )
    .where(
        ApiToken.person_id == bindparam("me"),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > bindparam("at"),
    )
    .order_by(ApiToken.created_at.desc())
    .limit(200)
)


def tokens(person_id: str | None) -> Sequence[Found]:
    """Somebody's API tokens that still work, the newest first. Asked for oneself, or by who may end them."""
    return session().execute(_TOKENS, {"me": person_id, "at": now()}).all()


_MEMBERSHIPS = (
    select(Community.slug, Membership.role)
    .join(Membership, Membership.community_id == Community.id)
    .where(Membership.person_id == bindparam("me"))
    .order_by(Community.slug)
)


def memberships(viewer: Viewer) -> Sequence[Found]:
    """The viewer's own roles, by community."""
    return session().execute(_MEMBERSHIPS, {"me": viewer.person_id}).all()


# The address that somebody would have instead: said in the mail to the one they have.
_WANTED = (
    select(AddressChange.new)
    .where(
        AddressChange.person_id == Person.id,
        AddressChange.done_at.is_(None),
        AddressChange.withdrawn_at.is_(None),
    )
    .correlate(Person)
    .order_by(AddressChange.at.desc())
    .limit(1)
    .scalar_subquery()
)
_MAIL = (
    select(
        OneTimeLink.id,
        OneTimeLink.purpose,
        OneTimeLink.email,
        OneTimeLink.expires_at,
        Person.name,
        Person.email.label("own_email"),
        Person.locale,
        Person.password_hash.is_(None).label("is_new"),
        _WANTED.label("wanted"),
    )
    .join(Person, Person.id == OneTimeLink.person_id)
    .where(
        OneTimeLink.id == bindparam("link_id"),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > bindparam("at"),
        Person.deactivated_at.is_(None),
    )
)


def link_to_mail(link_id: str, at: datetime) -> Found | None:
    """A one-time link that is to leave by mail, and whom it concerns; None where nothing should leave any more."""
    return session().execute(_MAIL, {"link_id": link_id, "at": at}).first()


_HANDLE = select(Person.handle).where(Person.id == bindparam("id"))


def handle_of(person_id: str) -> str:
    """The handle that somebody goes by."""
    return session().scalars(_HANDLE, {"id": person_id}).one()
