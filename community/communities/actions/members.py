"""Joining, leaving, and what stewards do with roles. The community's row is held, so its last steward stays."""

from __future__ import annotations

from sqlalchemy import func, select

from community.access.audience import raise_epoch
from community.access.check import require
from community.access.permissions import Permission
from community.access.predicates import ROLES
from community.access.standing import as_of_now
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict, Denied, NotFound
from community.core.events import MembershipChanged, emit
from community.core.session import memo, session
from community.core.viewer import Viewer
from models import Community, Membership, Person


@action
def join(actor: Viewer, community: Community) -> Membership:
    """Become a member of an open community; whoever has a role keeps it."""
    hold(community)
    require(actor, Permission.COMMUNITY_JOIN, community)
    person_id = actor.person_id or ""
    return _membership(community, person_id) or _enter(actor, community, person_id, "member")


@action
def leave(actor: Viewer, community: Community) -> None:
    """Give up one's role.

    Raises:
        Conflict: the last steward names a successor or archives first.
    """
    hold(community)
    require(actor, Permission.COMMUNITY_LEAVE, community)
    mine = _membership(community, actor.person_id)
    if mine is None:
        raise NotFound
    _go(actor, community, mine)


@action
def put_member(actor: Viewer, community: Community, person: Person, role: str) -> Membership:
    """Add somebody of the network, or give somebody here another role: never one above one's own.

    Raises:
        Conflict: the last steward would no longer be one.
    """
    hold(community)
    there = _membership(community, person.id)
    require(actor, Permission.MEMBER_ADD if there is None else Permission.MEMBER_ROLE, community)
    if person.deactivated_at is not None:
        raise NotFound
    _insist_not_above(actor, community, role, there)
    if there is None:
        return _enter(actor, community, person.id, role)
    if there.role != role:
        _insist_another_steward(community, there)
        there.role = role
        _said(actor, community, person.id)
    return there


@action
def remove_member(actor: Viewer, community: Community, person: Person) -> None:
    """Take somebody out; what they wrote keeps their name.

    Raises:
        NotFound: they are not in it.
        Conflict: they are its last steward.
    """
    hold(community)
    require(actor, Permission.MEMBER_REMOVE, community)
    there = _membership(community, person.id)
    if there is None:
        raise NotFound
    _insist_not_above(actor, community, there.role, there)
    _go(actor, community, there)


def _membership(community: Community, person_id: str | None) -> Membership | None:
    return session().get(Membership, (community.id, person_id), populate_existing=True)


def _enter(actor: Viewer, community: Community, person_id: str, role: str) -> Membership:
    made = Membership(
        community_id=community.id, person_id=person_id, role=role, since=now(), added_by_id=actor.person_id
    )
    session().add(made)
    _said(actor, community, person_id)
    return made


def _go(actor: Viewer, community: Community, member: Membership) -> None:
    _insist_another_steward(community, member)
    session().delete(member)
    _said(actor, community, member.person_id)


def _said(actor: Viewer, community: Community, person_id: str) -> None:
    session().flush()
    raise_epoch(f"p:{person_id}")
    memo().clear()
    emit(MembershipChanged(community_id=community.id, person_id=person_id, actor_id=actor.person_id))


def _insist_not_above(actor: Viewer, community: Community, role: str, there: Membership | None) -> None:
    own = ROLES.index(as_of_now(actor).roles[community.id])
    if ROLES.index(role) > own or (there is not None and ROLES.index(there.role) > own):
        raise Denied("A role is never above one's own")


def _insist_another_steward(community: Community, member: Membership) -> None:
    """An archived community may be left by everybody; a living one keeps somebody who answers for it."""
    if member.role != "steward" or community.archived_at is not None:
        return
    others = (
        select(func.count())
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.community_id == community.id,
            Membership.role == "steward",
            Membership.person_id != member.person_id,
            Person.deactivated_at.is_(None),
        )
    )
    if not session().scalar(others):
        raise Conflict(
            "This is the last steward: make somebody else a steward first, or archive the community"
        )
