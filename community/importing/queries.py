"""What is here already of an import."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from community.access.check import insist
from community.access.permissions import Permission
from community.core.session import session
from community.core.viewer import Viewer
from models import Community, Imported, Membership, Person

_KNOWN = select(Imported.foreign_id).where(
    Imported.source == bindparam("source"),
    Imported.kind == bindparam("kind"),
    Imported.foreign_id.in_(bindparam("keys", expanding=True)),
)
_TAKEN = select(Person.handle).where(Person.handle.in_(bindparam("handles", expanding=True)))
_AT = select(Community).where(Community.slug == bindparam("slug"))
_STEWARDS = select(Membership.person_id).where(
    Membership.community_id == bindparam("community"), Membership.role == "steward"
)


def community_at(viewer: Viewer, slug: str) -> Community | None:
    """The community at an address into which the viewer may import; None where there is none yet.

    Raises:
        NotFound, Denied: as `insist`.
    """
    found = session().scalars(_AT, {"slug": slug}).first()
    if found is not None:
        insist(viewer, Permission.IMPORT_RUN, found)
    return found


def known(source: str, kind: str, keys: Iterable[str]) -> frozenset[str]:
    """Which of these foreign ids are here already."""
    return frozenset(session().scalars(_KNOWN, {"source": source, "kind": kind, "keys": list(keys)}))


def taken(handles: Iterable[str]) -> frozenset[str]:
    """Which of these handles somebody has."""
    return frozenset(session().scalars(_TAKEN, {"handles": list(handles)}))


def has_steward(community_id: str) -> bool:
    """Whether anybody answers for a community."""
    return session().scalars(_STEWARDS.limit(1), {"community": community_id}).first() is not None
