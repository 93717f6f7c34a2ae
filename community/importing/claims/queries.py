"""Reading whose imported profiles are, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import aliased

from community.core.clock import now
from community.core.errors import Conflict, NotFound
from community.core.session import session
from community.core.viewer import Viewer
from community.importing.naming import NOBODY
from models import Appointment, Imported, OneTimeLink, Person, ProfileClaim

# Who was declined may ask again after this.
AGAIN = timedelta(days=14)
MOST_SHOWN = 200

_KEY = (
    select(Imported.foreign_id)
    .where(Imported.kind == "person", Imported.object == bindparam("profile"))
    .limit(1)
)
_NEWEST = (
    select(ProfileClaim)
    .where(ProfileClaim.profile_id == bindparam("profile"), ProfileClaim.by_id == bindparam("me"))
    .order_by(ProfileClaim.at.desc(), ProfileClaim.id)
    .limit(1)
)
_PROFILE, _BY, _DECIDER = aliased(Person), aliased(Person), aliased(Person)
_CLAIMS: Any = (
    select(
        ProfileClaim.id, ProfileClaim.word, ProfileClaim.at, ProfileClaim.decision, ProfileClaim.decided_at,
        ProfileClaim.because, ProfileClaim.link_id, ProfileClaim.by_id, ProfileClaim.profile_id,
        _PROFILE.handle, _PROFILE.name, _PROFILE.origin,
        _BY.handle.label("by_handle"), _BY.name.label("by_name"),
        _DECIDER.handle.label("decider_handle"), _DECIDER.name.label("decider_name"),
        OneTimeLink.expires_at, OneTimeLink.used_at,
    )
    .join(_PROFILE, _PROFILE.id == ProfileClaim.profile_id)
    .outerjoin(_BY, _BY.id == ProfileClaim.by_id)
    .outerjoin(_DECIDER, _DECIDER.id == ProfileClaim.decided_by_id)
    .outerjoin(OneTimeLink, OneTimeLink.id == ProfileClaim.link_id)
)  # fmt: skip
_WAITING: Any = (
    _CLAIMS.where(
        ProfileClaim.decision == "",
        or_(
            ProfileClaim.link_id.is_(None),
            (OneTimeLink.used_at.is_(None)) & (OneTimeLink.expires_at > bindparam("at")),
        ),
    )
    .order_by(ProfileClaim.at, ProfileClaim.id)
    .limit(MOST_SHOWN)
)
_DECIDED: Any = (
    _CLAIMS.where(ProfileClaim.decision != "")
    .order_by(ProfileClaim.decided_at.desc(), ProfileClaim.id)
    .limit(MOST_SHOWN)
)
_ONE: Any = _CLAIMS.where(ProfileClaim.id == bindparam("id"))
_ORIGINS: Any = (
    select(Person.name, Person.origin)
    .where(Person.claimed_by_id == bindparam("person"))
    .order_by(Person.name, Person.id)
    .limit(MOST_SHOWN)
)
_OTHERS_WHO_RUN = (
    select(Person.id)
    .join(Appointment, Appointment.person_id == Person.id)
    .where(
        Appointment.office == "administrator",
        Person.id != bindparam("me"),
        Person.deactivated_at.is_(None),
        or_(Person.suspended_until.is_(None), Person.suspended_until <= bindparam("at")),
    )
    .limit(1)
)


def is_claimable(profile: Person) -> bool:
    """Whether a profile was brought in, is a person's there, and nobody's here yet."""
    if profile.email is not None or profile.deactivated_at is not None or profile.claimed_by_id is not None:
        return False
    key = session().scalar(_KEY, {"profile": profile.id})
    # A site's own accounts have numbers below 0, and rows without an author are nobody's.
    return key is not None and key != NOBODY and not key.startswith("id:-")


def insist_claimable(profile: Person) -> None:
    """Make sure of it.

    Raises:
        Conflict: it is somebody's account, or was claimed already, or is no person's.
    """
    if not is_claimable(profile):
        raise Conflict("This profile cannot be claimed: it is somebody's already, or nobody's")


def own(viewer: Viewer, profile_id: str) -> ProfileClaim | None:
    """What the viewer said of a profile last."""
    return session().scalars(_NEWEST, {"profile": profile_id, "me": viewer.person_id}).first()


def may_ask_from(claim: ProfileClaim) -> Any:
    """From when on somebody who was declined may ask again."""
    return (claim.decided_at or claim.at) + AGAIN


def waiting() -> Sequence[Row[Any]]:
    """What those who run the network have to decide, and links that are out; the oldest first."""
    found: Sequence[Row[Any]] = session().execute(_WAITING, {"at": now()}).all()
    return found


def decided() -> Sequence[Row[Any]]:
    """What was decided lately, by whom: the record."""
    found: Sequence[Row[Any]] = session().execute(_DECIDED).all()
    return found


def one(claim_id: str) -> Row[Any]:
    """One of them.

    Raises:
        NotFound: there is none.
    """
    row: Row[Any] | None = session().execute(_ONE, {"id": claim_id}).first()
    if row is None:
        raise NotFound
    return row


def origins_of(person_id: str) -> Sequence[Row[Any]]:
    """The profiles elsewhere that somebody has claimed."""
    found: Sequence[Row[Any]] = session().execute(_ORIGINS, {"person": person_id}).all()
    return found


def others_run_the_network(viewer: Viewer) -> bool:
    """Whether anybody else could decide."""
    return session().scalar(_OTHERS_WHO_RUN, {"me": viewer.person_id, "at": now()}) is not None
