"""Somebody says that an imported profile is theirs, takes that back, or is told why not."""

from __future__ import annotations

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict
from community.core.events import ProfileAskedFor, ProfileRequestEnded, emit
from community.core.limits import spend
from community.core.session import session
from community.core.viewer import Viewer
from community.importing.claims import queries
from community.importing.claims.drafts import ClaimDraft, DeclineDraft
from models import Person, ProfileClaim


@action
def ask(actor: Viewer, profile: Person, draft: ClaimDraft) -> ProfileClaim:
    """Say that a profile is one's own; said again, it is one request still.

    Raises:
        Conflict: it is somebody's already, or one was declined less than 14 days ago.
    """
    hold(profile)
    require(actor, Permission.PERSON_CLAIM, profile)
    queries.insist_claimable(profile)
    earlier = queries.own(actor, profile.id)
    if earlier is not None and not earlier.decision:
        return earlier
    if earlier is not None and earlier.decision == "declined" and queries.may_ask_from(earlier) > now():
        raise Conflict("This was declined; you may ask again 14 days later")
    spend(actor, "claim")
    claim = ProfileClaim(profile_id=profile.id, by_id=actor.person_id, word=draft.word, at=now())
    session().add(claim)
    session().flush()
    emit(ProfileAskedFor(profile_id=profile.id, claim_id=claim.id, actor_id=actor.person_id))
    return claim


@action
def take_back(actor: Viewer, profile: Person) -> None:
    """Take one's own word back, as long as nobody has decided."""
    hold(profile)
    require(actor, Permission.PERSON_CLAIM, profile)
    claim = queries.own(actor, profile.id)
    if claim is not None and not claim.decision:
        _end(actor, claim, "withdrawn", "")


@action
def decline(actor: Viewer, claim_id: str, draft: DeclineDraft) -> ProfileClaim:
    """Say why somebody is not who they say; they are told.

    Raises:
        NotFound: there is no such request.
        Conflict: it was decided already.
    """
    require(actor, Permission.PERSON_HAND_OVER)
    claim = waiting(claim_id)
    _end(actor, claim, "declined", draft.because)
    return claim


def waiting(claim_id: str) -> ProfileClaim:
    """A request that waits, held after the people it is about, within the caller's unit of work.

    Raises:
        NotFound: there is none; Conflict: it was decided already.
    """
    claim = session().get_one(ProfileClaim, queries.one(claim_id).id)
    hold(*(session().get_one(Person, id_) for id_ in (claim.profile_id, claim.by_id) if id_))
    hold(claim)
    if claim.decision or claim.by_id is None:
        raise Conflict("This was decided already")
    return claim


def _end(actor: Viewer, claim: ProfileClaim, decision: str, because: str) -> None:
    claim.decision, claim.because = decision, because
    claim.decided_at, claim.decided_by_id = now(), actor.person_id
    emit(ProfileRequestEnded(profile_id=claim.profile_id, claim_id=claim.id, actor_id=actor.person_id))
