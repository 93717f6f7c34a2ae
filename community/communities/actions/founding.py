"""Founding a community, and finding it an address."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from itertools import count, islice

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.access.check import require
from community.access.permissions import Permission
from community.communities.drafts import SLUG_ROOM, FoundDraft
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict
from community.core.events import CommunityFounded, emit
from community.core.limits import spend
from community.core.session import memo, session
from community.core.viewer import Viewer
from models import Community, Membership, Person

# Sending the form twice founds one community.
SENT_TWICE = timedelta(minutes=1)
OURS = "abcdefghijkmnpqrstuvwxyz23456789"


@action
def found(actor: Viewer, draft: FoundDraft) -> Community:
    """Found a community; whoever founds it is its steward.

    Raises:
        Conflict: the address that was insisted on is taken.
    """
    require(actor, Permission.COMMUNITY_FOUND)
    hold(session().get_one(Person, actor.person_id))
    already = None if draft.insists else _just_founded(actor, draft)
    if already is not None:
        return already
    spend(actor, "community")
    community = new_community(draft, actor.person_id)
    steward = Membership(
        community_id=community.id, person_id=actor.person_id, role="steward", since=community.created_at
    )
    session().add(steward)
    memo().clear()
    emit(CommunityFounded(community_id=community.id, actor_id=actor.person_id))
    return community


def _just_founded(actor: Viewer, draft: FoundDraft) -> Community | None:
    sent = select(Community).where(
        Community.created_by_id == actor.person_id,
        Community.name == draft.name,
        Community.purpose == draft.purpose,
        Community.visibility == draft.visibility,
        Community.created_at > now() - SENT_TWICE,
    )
    return session().scalars(sent).first()


def new_community(draft: FoundDraft, founder_id: str | None) -> Community:
    """A community's row at the first free address, within a running unit of work; nobody belongs to it yet.

    Raises:
        Conflict: the address that was insisted on is taken.
    """
    for slug in _addresses(draft):
        community = Community(
            slug=slug,
            name=draft.name,
            purpose=draft.purpose,
            visibility=draft.visibility,
            created_at=now(),
            created_by_id=founder_id,
        )
        if _fits(community):
            return community
    raise Conflict("This address is taken: choose another")


def _addresses(draft: FoundDraft) -> Iterator[str]:
    if draft.visibility == "private":
        yield from islice((private_slug(draft.address) for _ in count()), 20)
        return
    yield draft.address
    if not draft.insists:
        yield from (f"{draft.address}-{number}" for number in range(2, 10))
        yield from islice((private_slug(draft.address) for _ in count()), 20)


def private_slug(base: str) -> str:
    """An address with four random characters of ours, so that none is ever taken by something unseen."""
    return f"{base[:SLUG_ROOM].rstrip('-')}-{''.join(secrets.choice(OURS) for _ in range(4))}"


def _fits(community: Community) -> bool:
    try:
        with session().begin_nested():
            session().add(community)
            session().flush()
    except IntegrityError:
        return False
    return True
