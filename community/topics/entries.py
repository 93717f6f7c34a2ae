"""Topics by their addresses: everything of one name that the viewer may know, whichever list it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from community.access.visibility import VISIBLE, seeing
from community.core.addresses import slug_of, topic_path
from community.core.errors import NotFound
from community.core.normal import storable
from community.core.paging import Paged, decode, encode
from community.core.session import query
from community.core.viewer import Viewer
from models import Community, Topic

MOST = 200

# The community that keeps it stands with it, if the viewer may know that one; one's own communities' first.
_NAMED: Any = (
    select(
        Topic.id,
        Topic.slug,
        Topic.name,
        Community.slug.label("community_slug"),
        Community.name.label("community_name"),
        Community.visibility.label("community_visibility"),
    )
    .outerjoin(Community, and_(Community.id == Topic.community_id, VISIBLE[Community]))
    .where(VISIBLE[Topic], Topic.slug.in_(bindparam("slugs", expanding=True)))
    .order_by(Topic.community_id.in_(bindparam("mine", expanding=True)).desc(), Topic.name, Topic.id)
    .limit(MOST)
)
_LISTED: Any = (
    select(Topic.slug, func.min(Topic.name).label("name"))
    .where(VISIBLE[Topic])
    .group_by(Topic.slug)
    .order_by(Topic.slug)
)
_LISTED_AFTER = _LISTED.where(Topic.slug > bindparam("last"))


@dataclass(frozen=True)
class TopicEntry:
    """A topic: its name, the entries behind it, the communities that keep those."""

    name: str
    slug: str
    ids: tuple[str, ...]
    communities: tuple[Row[Any], ...]

    @property
    def path(self) -> str:
        """Its address."""
        return topic_path(self.slug)


def find_topic(viewer: Viewer, name: str) -> TopicEntry:
    """The topic at an address, or of this name in any spelling that means the same.

    Raises:
        NotFound: there is none, or none that the viewer may know: alike.
    """
    if storable(name) != name:
        raise NotFound
    values = {**seeing(viewer), "mine": list(viewer.roles), "slugs": sorted({name, slug_of(name)})}
    rows: Sequence[Row[Any]] = query(_NAMED, values).all()
    if not rows:
        raise NotFound
    slug = name if any(row.slug == name for row in rows) else rows[0].slug
    kept = [row for row in rows if row.slug == slug]
    homes = {row.community_slug: row for row in kept if row.community_slug is not None}
    return TopicEntry(kept[0].name, slug, tuple(row.id for row in kept), tuple(homes.values()))


def all_topics(viewer: Viewer, limit: int, after: str | None = None) -> Paged[Row[Any]]:
    """Every topic that the viewer may know, each name once; rows have `slug` and `name`.

    Raises:
        Invalid: a cursor that is not ours.
    """
    statement, values = _LISTED, dict(seeing(viewer))
    if after:
        statement, values["last"] = _LISTED_AFTER, decode(after, str)[0]
    rows = query(statement.limit(limit + 1), values).all()
    return Paged(rows[:limit], encode(rows[limit - 1].slug) if len(rows) > limit else None)
