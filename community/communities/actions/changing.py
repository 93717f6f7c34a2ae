"""Changing a community: its name and purpose, who sees it, whether it is still in use."""

from __future__ import annotations

from community.access.audience import close_home
from community.access.check import require
from community.access.permissions import Permission
from community.communities.drafts import ChangeDraft, DescribeDraft
from community.core.action import action, hold
from community.core.clock import now
from community.core.events import CommunityChanged, VisibilityChanged, emit
from community.core.session import session
from community.core.viewer import Viewer
from models import Community, FormerSlug

from .founding import private_slug


@action
def change(actor: Viewer, community: Community, draft: ChangeDraft) -> Community:
    """Change whatever the draft names; each field is an act of its own, asked for by itself."""
    if draft.archived is False:
        revive(actor, community)
    if draft.name is not None or draft.purpose is not None:
        hold(community)
        name = community.name if draft.name is None else draft.name
        purpose = community.purpose if draft.purpose is None else draft.purpose
        describe(actor, community, DescribeDraft.model_construct(name=name, purpose=purpose))
    if draft.visibility is not None:
        set_visibility(actor, community, draft.visibility)
    if draft.archived:
        archive(actor, community)
    return community


@action
def describe(actor: Viewer, community: Community, draft: DescribeDraft) -> Community:
    """Give it a name and a purpose."""
    hold(community)
    require(actor, Permission.COMMUNITY_CHANGE, community)
    if (community.name, community.purpose) != (draft.name, draft.purpose):
        community.name, community.purpose = draft.name, draft.purpose
        emit(CommunityChanged(community_id=community.id, actor_id=actor.person_id))
    return community


@action
def set_visibility(actor: Viewer, community: Community, visibility: str) -> Community:
    """Say who sees it.

    Narrowed: what stands in it is closed to others from this commit on. Widened: what is written from then on
    is open, and nothing older changes, since people wrote it under another promise.
    """
    hold(community)
    require(actor, Permission.COMMUNITY_VISIBILITY, community)
    before = community.visibility
    if visibility == before:
        return community
    community.visibility = visibility
    if visibility == "private":
        _hide_address(community)
    if before == "open":
        close_home(community)
    emit(VisibilityChanged(community_id=community.id, actor_id=actor.person_id))
    return community


def _hide_address(community: Community) -> None:
    """Its plain address becomes free, or somebody could learn of it by finding that taken; it leads its people on."""
    session().add(FormerSlug(slug=community.slug, community_id=community.id, until=now()))
    community.slug = private_slug(community.slug)


@action
def archive(actor: Viewer, community: Community) -> Community:
    """Close it for writing; its readers still read."""
    hold(community)
    require(actor, Permission.COMMUNITY_ARCHIVE, community)
    if community.archived_at is None:
        community.archived_at, community.archived_by_id = now(), actor.person_id
        emit(CommunityChanged(community_id=community.id, actor_id=actor.person_id))
    return community


@action
def revive(actor: Viewer, community: Community) -> Community:
    """Open it for writing again."""
    hold(community)
    require(actor, Permission.COMMUNITY_ARCHIVE, community)
    if community.archived_at is not None:
        community.archived_at = community.archived_by_id = None
        session().flush()
        emit(CommunityChanged(community_id=community.id, actor_id=actor.person_id))
    return community
