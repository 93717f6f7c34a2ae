"""Reading communities, their people, and the line that says who will read something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from community.access.predicates import ROLES
from community.access.visibility import VISIBLE, seeing
from community.core.addresses import community_path, person_path
from community.core.clock import iso, now
from community.core.errors import NotSignedIn
from community.core.language import N_, Sentence
from community.core.paging import Paged, decode, encode
from community.core.session import session
from community.core.viewer import Viewer
from models import Community, Membership, Person

STEWARDS_SHOWN = 20

_MINE = and_(
    Membership.community_id == Community.id, Membership.person_id == bindparam("person_id", required=True)
)
_RANK = case((Community.archived_at.is_not(None), 2), (Membership.role.is_not(None), 0), else_=1)
_SORTED = (_RANK, func.lower(Community.name), Community.id)
_LIST = (
    select(
        Community.id,
        Community.slug,
        Community.name,
        Community.purpose,
        Community.visibility,
        Community.archived_at,
        Membership.role.label("my_role"),
        _RANK.label("rank"),
        func.lower(Community.name).label("sort_name"),
    )
    .outerjoin(Membership, _MINE)
    .where(VISIBLE[Community])
    .order_by(*_SORTED)
    .limit(bindparam("most"))
)
_AFTER = tuple_(*_SORTED) > tuple_(bindparam("rank"), bindparam("sort_name"), bindparam("id"))
_LIST_AFTER = _LIST.where(_AFTER)


def listed(viewer: Viewer, limit: int, after: str | None = None) -> Paged[Row[Any]]:
    """The communities that the viewer may find: their own first, archived ones last, by name.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    params = {**seeing(viewer), "person_id": viewer.person_id or "", "most": limit + 1}
    return _paged(_LIST, _LIST_AFTER, params, after)


def _paged(
    first: Select[Any], later: Select[Any], params: dict[str, Any], after: str | None
) -> Paged[Row[Any]]:
    statement = first
    if after is not None:
        rank, name, id_ = decode(after, int, str, str)
        statement, params = later, {**params, "rank": rank, "sort_name": name, "id": id_}
    rows = session().execute(statement, params).all()
    shown = rows[: params["most"] - 1]
    last = shown[-1] if len(rows) > len(shown) else None
    return Paged(shown, encode(last.rank, last.sort_name, last.id) if last else None)


_IN_USE = (
    Person.deactivated_at.is_(None),
    Person.email_confirmed_at.is_not(None),
    or_(Person.suspended_until.is_(None), Person.suspended_until <= bindparam("at")),
)
_MEMBER = aliased(Person)
# With each of them how many people belong to it, so that its home asks once.
_members = (
    select(func.count())
    .select_from(Membership)
    .join(_MEMBER, _MEMBER.id == Membership.person_id)
    .where(
        Membership.community_id == bindparam("community_id"),
        _MEMBER.deactivated_at.is_(None),
        _MEMBER.email_confirmed_at.is_not(None),
        or_(_MEMBER.suspended_until.is_(None), _MEMBER.suspended_until <= bindparam("at")),
    )
    .scalar_subquery()
    .label("members")
)
_STEWARDS = (
    select(Person.id, Person.handle, Person.name, _members)
    .join(Membership, Membership.person_id == Person.id)
    .where(
        Membership.community_id == bindparam("community_id"),
        Membership.role == "steward",
        VISIBLE[Person],
    )
    .order_by(Membership.since, Person.id)
    .limit(STEWARDS_SHOWN)
)


def stewards(viewer: Viewer, community: Community) -> Sequence[Row[Any]]:
    """Who answers for it, each with the number of its `members`; nobody's names for signed-out readers."""
    values = {**seeing(viewer), "community_id": community.id, "at": now()}
    return session().execute(_STEWARDS, values).all()


# Stewards first.
_ROLE_RANK = case({role: rank for rank, role in enumerate(reversed(ROLES))}, value=Membership.role)
_MEMBERS_SORTED = (_ROLE_RANK, func.lower(Person.name), Person.id)
_MEMBERS = (
    select(
        Person.id,
        Person.handle,
        Person.name,
        Membership.role,
        Membership.since,
        _ROLE_RANK.label("rank"),
        func.lower(Person.name).label("sort_name"),
    )
    .join(Membership, Membership.person_id == Person.id)
    .where(Membership.community_id == bindparam("community_id"), VISIBLE[Person])
    .order_by(*_MEMBERS_SORTED)
    .limit(bindparam("most"))
)
_MEMBERS_AFTER = _MEMBERS.where(
    tuple_(*_MEMBERS_SORTED) > tuple_(bindparam("rank"), bindparam("sort_name"), bindparam("id"))
)


def members(viewer: Viewer, community: Community, limit: int, after: str | None = None) -> Paged[Row[Any]]:
    """Its people, stewards first. The caller has asked for COMMUNITY_READ.

    Raises:
        NotSignedIn: members and their number are never for signed-out readers.
        Invalid: the cursor is not one of ours.
    """
    if not viewer.is_signed_in:
        raise NotSignedIn
    params = {**seeing(viewer), "community_id": community.id, "most": limit + 1}
    return _paged(_MEMBERS, _MEMBERS_AFTER, params, after)


_ROLE = select(Membership.role).where(
    Membership.community_id == bindparam("community_id"), Membership.person_id == bindparam("person_id")
)


def role_of(viewer: Viewer, community: Community) -> str | None:
    """The viewer's role as it is now: after joining, another than the one they came with."""
    return session().scalar(_ROLE, {"community_id": community.id, "person_id": viewer.person_id or ""})


_PEOPLE = select(func.count()).select_from(Person).where(*_IN_USE)
_PEOPLE_OF = _PEOPLE.join(Membership, Membership.person_id == Person.id).where(
    Membership.community_id == bindparam("community_id")
)


def audience_label(viewer: Viewer, community: Community, network_name: str) -> Sentence:
    """Who reads what is written there: '112 people of Ops', 'everyone at Acme, 2,140 people'.

    Numbers are not for signed-out readers. One query, or none.
    """
    is_open = community.visibility == "open"
    params = {"network": network_name} if is_open else {"community": community.name}
    if not viewer.is_signed_in:
        return Sentence(N_("everyone at %(network)s") if is_open else N_("people of %(community)s"), params)
    count = session().scalar(
        _PEOPLE if is_open else _PEOPLE_OF,
        {"at": now(), **({} if is_open else {"community_id": community.id})},
    )
    messages = (
        (N_("everyone at %(network)s, one person"), N_("everyone at %(network)s, %(people)d people"))
        if is_open
        else (N_("one person of %(community)s"), N_("%(people)d people of %(community)s"))
    )
    return Sentence(messages[count != 1], params if count == 1 else {**params, "people": count or 0})


def community_json(community: Community | Row[Any], my_role: str | None) -> dict[str, Any]:
    """A community as the API shows it."""
    return {
        "slug": community.slug,
        "name": community.name,
        "purpose": community.purpose,
        "visibility": community.visibility,
        "url": community_path(community.slug),
        "my_role": my_role,
        "archived": community.archived_at is not None,
    }


def membership_json(
    community: Community, person: Person | Viewer, role: str, since: datetime
) -> dict[str, Any]:
    """A role in a community as the API shows it."""
    id_ = person.person_id if isinstance(person, Viewer) else person.id
    return {
        "community": community.slug,
        "person": {
            "id": id_,
            "handle": person.handle,
            "name": person.name,
            "url": person_path(person.handle),
        },
        "role": role,
        "since": iso(since),
    }
