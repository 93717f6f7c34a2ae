"""The community that an import goes into."""

from __future__ import annotations

from sqlalchemy import select

from community.access.audience import raise_epoch
from community.access.check import require
from community.access.permissions import Permission
from community.communities.actions import new_community
from community.communities.drafts import FoundAtDraft
from community.core.action import action, hold
from community.core.clock import now
from community.core.events import CommunityFounded, MembershipChanged, emit
from community.core.session import memo, session
from community.core.viewer import Viewer
from community.importing.queries import has_steward
from models import Appointment, Community, Membership, Person


@action
def make_home(actor: Viewer, draft: FoundAtDraft) -> Community:
    """A community for what is to come in; a private one's address gets four characters of ours."""
    require(actor, Permission.IMPORT_RUN)
    made = new_community(draft, actor.person_id)
    emit(CommunityFounded(community_id=made.id, actor_id=actor.person_id))
    settle_home(actor, made)
    return made


@action
def settle_home(actor: Viewer, community: Community) -> None:
    """Somebody must answer for a community: one without a steward gets those who run the network."""
    hold(community)
    require(actor, Permission.IMPORT_RUN, community)
    if has_steward(community.id):
        return
    running = (
        select(Person.id)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.office == "administrator", Person.deactivated_at.is_(None))
        .order_by(Person.id)
    )
    for person_id in session().scalars(running).all():
        _make_steward(actor, community, person_id)
    memo().clear()


def _make_steward(actor: Viewer, community: Community, person_id: str) -> None:
    there = session().get(Membership, (community.id, person_id))
    if there is None:
        there = Membership(community_id=community.id, person_id=person_id, since=now())
        session().add(there)
    there.role, there.added_by_id = "steward", actor.person_id
    session().flush()
    raise_epoch(f"p:{person_id}")
    emit(MembershipChanged(community_id=community.id, person_id=person_id, actor_id=actor.person_id))
