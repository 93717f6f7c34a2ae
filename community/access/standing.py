"""From rows to a viewer: who somebody is now, with their offices, roles and tokens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from community.core.clock import now
from community.core.session import memo, query
from community.core.viewer import SIGNED_OUT, HomeOf, Viewer
from models import Appointment, Community, Membership, Person, SignInSession

PERSON_COLUMNS = (
    Person.id,
    Person.handle,
    Person.name,
    Person.email_confirmed_at,
    Person.suspended_until,
    Person.deactivated_at,
    Person.locale,
    Person.time_zone,
    Person.theme,
    Person.shortcuts,
    Appointment.office,
)
_BY_PERSON = (
    select(*PERSON_COLUMNS)
    .outerjoin(Appointment, Appointment.person_id == Person.id)
    .where(Person.id == bindparam("person"))
)
_BY_SESSION = (
    select(*PERSON_COLUMNS, SignInSession.fresh_at, SignInSession.seen_at)
    .join(SignInSession, SignInSession.person_id == Person.id)
    .outerjoin(Appointment, Appointment.person_id == Person.id)
    .where(
        SignInSession.id == bindparam("session"),
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > bindparam("at"),
        SignInSession.seen_at > bindparam("idle_since"),
    )
)
# A session that nobody has used for so long is over, though it might have lasted longer.
IDLE = timedelta(days=14)
_MEMBERSHIPS = (
    select(
        Membership.person_id,
        Membership.community_id,
        Membership.role,
        Community.slug,
        Community.name,
        Community.archived_at,
    )
    .join(Community, Community.id == Membership.community_id)
    .order_by(Community.name, Community.id)
)
_ROLES = _MEMBERSHIPS.where(Membership.person_id == bindparam("person"))
_MANY: Any = bindparam("people", expanding=True)
_BY_PEOPLE = (
    select(*PERSON_COLUMNS)
    .outerjoin(Appointment, Appointment.person_id == Person.id)
    .where(Person.id.in_(_MANY))
)
_ROLES_OF_MANY = _MEMBERSHIPS.where(Membership.person_id.in_(_MANY))


def of_person(person_id: str, **extra: Any) -> Viewer:
    """The viewer that a person is now (for tokens, mails, tests and the command line).

    Args:
        person_id: whose.
        extra: `scope`, `fresh_at` or `session_id` of the way they came in.

    Returns:
        the viewer; nobody's if the person is gone.
    """
    rows = query(_BY_PERSON, {"person": person_id}).all()
    return _viewer(rows, **extra) if rows else SIGNED_OUT


def of_people(ids: Collection[str]) -> dict[str, Viewer]:
    """The viewers that several people are now, by their ids, in two statements; who is gone is left out."""
    if not ids:
        return {}
    values = {"people": sorted(ids)}
    roles: dict[str, list[Any]] = {}
    for row in query(_ROLES_OF_MANY, values):
        roles.setdefault(row.person_id, []).append(row)
    rows: dict[str, list[Any]] = {}
    for row in query(_BY_PEOPLE, values):
        rows.setdefault(row.id, []).append(row)
    return {id_: _viewer(some, roles.get(id_, ())) for id_, some in rows.items()}


def of_session(session_id: str) -> Viewer:
    """The viewer that a sign-in session belongs to; nobody's if it has ended, expired, or lain idle for too long."""
    at = now()
    rows = query(_BY_SESSION, {"session": session_id, "at": at, "idle_since": at - IDLE}).all()
    return _viewer(rows, session_id=session_id, fresh_at=rows[0].fresh_at) if rows else SIGNED_OUT


def _viewer(rows: Any, found: Any = None, **extra: Any) -> Viewer:
    """The viewer of a person's rows (one for each office); `found` are the roles, where they were read already."""
    first = rows[0]
    standing = _standing(first)
    roles: dict[str, str] = {}
    homes: tuple[HomeOf, ...] = ()
    if standing == "person":
        found = query(_ROLES, {"person": first.id}).all() if found is None else found
        roles = {row.community_id: row.role for row in found}
        homes = tuple(HomeOf(row.community_id, row.slug, row.name) for row in found if not row.archived_at)
    tokens = {"open", f"p:{first.id}", *(f"c:{id_}" for id_ in roles)} if standing == "person" else set()
    return Viewer(
        person_id=first.id,
        handle=first.handle,
        name=first.name,
        standing=standing,
        offices=frozenset(row.office for row in rows if row.office) if standing == "person" else frozenset(),
        roles=roles,
        tokens=frozenset(tokens),
        homes=homes,
        locale=first.locale,
        time_zone=first.time_zone,
        theme=first.theme,
        shortcuts=first.shortcuts,
        **extra,
    )


def _standing(row: Any) -> str:
    if row.deactivated_at is not None:
        return "signed_out"
    if row.suspended_until is not None and row.suspended_until > now():
        return "suspended"
    return "person" if row.email_confirmed_at is not None else "unconfirmed"


def as_of_now(actor: Viewer) -> Viewer:
    """The actor as they stand in this unit of work: what was taken from them since no longer counts."""
    if actor.person_id is None:
        return actor
    kept: dict[str, Viewer] = memo().setdefault("standing", {})
    if actor.person_id not in kept:
        kept[actor.person_id] = of_person(actor.person_id)
    current = kept[actor.person_id]
    return replace(current, scope=actor.scope, fresh_at=actor.fresh_at, session_id=actor.session_id)
