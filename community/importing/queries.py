"""What is here already of an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from community.access.check import insist
from community.access.permissions import Permission
from community.core.session import session
from community.core.viewer import Viewer
from community.importing.lots import MANY, by
from community.importing.marks import Was
from models import Community, Imported, Membership, Person, Post, TextVersion, Thread

_CAME_IN = select(Imported.foreign_id, Imported.object, Imported.was).where(
    Imported.source == bindparam("source"),
    Imported.kind == bindparam("kind"),
    Imported.foreign_id.in_(bindparam("keys", expanding=True)),
)
_TAKEN = select(Person.handle).where(Person.handle.in_(bindparam("handles", expanding=True)))
_CLAIMED = select(Person.id, Person.claimed_by_id).where(
    Person.id.in_(bindparam("ids", expanding=True)), Person.claimed_by_id.is_not(None)
)
_AT = select(Community).where(Community.slug == bindparam("slug"))
_STEWARDS = select(Membership.person_id).where(
    Membership.community_id == bindparam("community"), Membership.role == "steward"
)
_RENEWABLE = select(Thread.id).where(
    Thread.id.in_(bindparam("ids", expanding=True)),
    Thread.community_id == bindparam("community"),
    Thread.deleted_at.is_(None),
    Thread.locked_at.is_(None),
)
_POSTS = select(Post.id, Post.thread_id, Post.number)
_POSTS_OF = _POSTS.where(Post.thread_id.in_(bindparam("ids", expanding=True)))
_PLACES = _POSTS.where(Post.id.in_(bindparam("ids", expanding=True)))
_LAST_NUMBER = select(Thread.last_number).where(Thread.id == bindparam("id"))
_VERSIONS = select(TextVersion.object, TextVersion.at).where(
    TextVersion.object.in_(bindparam("ids", expanding=True))
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
    return frozenset(came_in(source, kind, keys))


def came_in(source: str, kind: str, keys: Iterable[str]) -> dict[str, tuple[str, Was]]:
    """Those of these foreign things that are here: what each became, and how it came in."""
    found = {}
    for some in by(MANY, keys):
        for row in session().execute(_CAME_IN, {"source": source, "kind": kind, "keys": some}):
            found[row.foreign_id] = (row.object, Was.of(row.was))
    return found


def taken(handles: Iterable[str]) -> frozenset[str]:
    """Which of these handles somebody has."""
    return frozenset(
        handle for some in by(MANY, handles) for handle in session().scalars(_TAKEN, {"handles": some})
    )


def claimed(profiles: Iterable[str]) -> Mapping[str, str]:
    """Of these imported profiles those that somebody has claimed, and who."""
    found = {}
    for some in by(MANY, profiles):
        found.update({row.id: row.claimed_by_id for row in session().execute(_CLAIMED, {"ids": some})})
    return found


def has_steward(community_id: str) -> bool:
    """Whether anybody answers for a community."""
    return session().scalars(_STEWARDS.limit(1), {"community": community_id}).first() is not None


def renewable(thread_ids: Sequence[str], community_id: str) -> frozenset[str]:
    """Those of these threads that still stand in the community; what was moved or deleted is left alone."""
    return frozenset(session().scalars(_RENEWABLE, {"ids": thread_ids, "community": community_id}))


def numbers_in(thread_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """The posts of these threads with their numbers, by thread."""
    found: dict[str, dict[str, int]] = {}
    for some in by(MANY, thread_ids):
        for row in session().execute(_POSTS_OF, {"ids": some}):
            found.setdefault(row.thread_id, {})[row.id] = row.number
    return found


def places_of(post_ids: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Those of these posts that are here: thread and number of each."""
    found = {}
    for some in by(MANY, post_ids):
        for row in session().execute(_PLACES, {"ids": some}):
            found[row.id] = (row.thread_id, row.number)
    return found


def last_number(thread_id: str) -> int | None:
    """The number of a thread's last post; None where it is not here."""
    return session().scalar(_LAST_NUMBER, {"id": thread_id})


def version_times(objects: Iterable[str]) -> dict[str, set[datetime]]:
    """When the texts of these threads and posts were changed, by thread or post."""
    found: dict[str, set[datetime]] = {}
    for some in by(MANY, objects):
        for row in session().execute(_VERSIONS, {"ids": some}):
            found.setdefault(row.object, set()).add(row.at)
    return found
