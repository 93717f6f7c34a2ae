"""An imported profile becomes somebody's: what came in under it is theirs from that commit on, set by set."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from community.access.audience import raise_epoch
from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict, Gone
from community.core.events import ProfileClaimed, ProfileLinkMade, ProfileRequestEnded, emit
from community.core.language import N_
from community.core.session import memo, session
from community.core.viewer import Viewer
from community.importing.claims import queries
from community.importing.claims.actions.asking import waiting
from community.people.sign_in.actions import links
from community.people.sign_in.links import LASTS, secret_hash, secret_of
from models import (
    OneTimeLink,
    Page,
    PageRevision,
    Person,
    Post,
    ProfileClaim,
    Promotion,
    SameAs,
    Solution,
    TextVersion,
    Thread,
)

PURPOSE = "claim"
# Who wrote or did something: everywhere an import, or what was made of it, may have named a profile.
MOVED: tuple[Any, ...] = (
    Thread.author_id,
    Post.author_id,
    TextVersion.by_id,
    Solution.accepted_by_id,
    SameAs.proposed_by_id,
    Page.owner_id,
    PageRevision.by_id,
    Promotion.by_id,
)
NOT_ONES_OWN = N_("Somebody else who runs the network has to decide about you")


@action
def approve(actor: Viewer, claim_id: str) -> Person:
    """Believe somebody: the profile is theirs.

    Raises:
        NotFound: there is no such request.
        Conflict: it was decided already, or it is one's own and somebody else could decide, or the account has ended.
    """
    require(actor, Permission.PERSON_HAND_OVER)
    claim = waiting(claim_id)
    if claim.by_id == actor.person_id and queries.others_run_the_network(actor):
        raise Conflict(NOT_ONES_OWN)
    profile = session().get_one(Person, claim.profile_id)
    person = session().get_one(Person, claim.by_id)
    queries.insist_claimable(profile)
    if person.deactivated_at is not None:
        raise Conflict("This account has ended")
    claim.decided_by_id = actor.person_id
    _hand_over(claim, profile, person)
    _say(claim, person, actor)
    return person


@action
def make_link(actor: Viewer, profile: Person, key: bytes) -> str:
    """Make a link for whoever the profile is: it is decided with this. An earlier one is void.

    Args:
        actor: who hands it out.
        profile: whose it leads to.
        key: the installation's secret.

    Returns:
        the secret part of its address, which is kept nowhere.

    Raises:
        Conflict: the profile is somebody's already.
    """
    hold(profile)
    require(actor, Permission.PERSON_HAND_OVER, profile)
    queries.insist_claimable(profile)
    links.withdraw(profile.id, PURPOSE)
    at = now()
    link = OneTimeLink(
        purpose=PURPOSE, person_id=profile.id, hash="", created_at=at, expires_at=at + LASTS[PURPOSE]
    )
    session().add(link)
    session().flush()
    secret = secret_of(key, link.id, PURPOSE)
    link.hash = secret_hash(secret)
    claim = ProfileClaim(profile_id=profile.id, link_id=link.id, at=at, decided_by_id=actor.person_id)
    session().add(claim)
    session().flush()
    emit(ProfileLinkMade(profile_id=profile.id, claim_id=claim.id, actor_id=actor.person_id))
    return secret


@action
def withdraw_link(actor: Viewer, profile: Person) -> None:
    """Make the link that was handed out for a profile useless."""
    hold(profile)
    require(actor, Permission.PERSON_HAND_OVER, profile)
    links.withdraw(profile.id, PURPOSE)
    out = select(ProfileClaim).where(
        ProfileClaim.profile_id == profile.id, ProfileClaim.by_id.is_(None), ProfileClaim.decision == ""
    )
    for claim in session().scalars(out).all():
        claim.decision, claim.decided_at = "withdrawn", now()
        emit(ProfileRequestEnded(profile_id=profile.id, claim_id=claim.id, actor_id=actor.person_id))


@action
def take(actor: Viewer, secret: str) -> Person:
    """Come with the link that one was handed: the profile is one's own.

    Raises:
        Gone: used, expired, withdrawn or never given.
        Conflict: one handed it out oneself, and somebody else could have.
    """
    require(actor, Permission.PERSON_CLAIM)
    link = links.claim(secret, PURPOSE)
    claim = session().scalars(select(ProfileClaim).where(ProfileClaim.link_id == link.id)).one()
    if claim.decided_by_id == actor.person_id and queries.others_run_the_network(actor):
        raise Conflict(NOT_ONES_OWN)
    profile, person = session().get_one(Person, claim.profile_id), session().get_one(Person, actor.person_id)
    hold(profile, person)
    if not queries.is_claimable(profile):
        raise Gone
    claim.by_id = person.id
    _hand_over(claim, profile, person)
    _say(claim, person, actor)
    return person


def _hand_over(claim: ProfileClaim, profile: Person, person: Person) -> None:
    for column in MOVED:
        moved = update(column.class_).where(column == profile.id).values({column.key: person.id})
        session().execute(moved, execution_options={"synchronize_session": False})
    at = now()
    claim.decision, claim.decided_at = "approved", at
    profile.claimed_by_id, profile.deactivated_at = person.id, at
    person.origin = person.origin or profile.origin
    others = (ProfileClaim.profile_id == profile.id, ProfileClaim.decision == "", ProfileClaim.id != claim.id)
    over = {"decision": "declined", "because": "It is somebody else's", "decided_at": at}
    session().execute(update(ProfileClaim).where(*others).values(**over, decided_by_id=claim.decided_by_id))
    links.withdraw(profile.id, PURPOSE)
    session().flush()
    # Names change on pages that are kept for signed-out readers, and with the author what a person may do.
    raise_epoch("public")
    raise_epoch(f"p:{person.id}")
    memo().clear()


def _say(claim: ProfileClaim, person: Person, actor: Viewer) -> None:
    emit(
        ProfileClaimed(
            profile_id=claim.profile_id, claim_id=claim.id, person_id=person.id, actor_id=actor.person_id
        )
    )
