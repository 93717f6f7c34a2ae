"""Communities and memberships as types (queries.py makes them)."""

from __future__ import annotations

from community.core.shapes import PersonObject, Shape, Time, Visibility

from .drafts import Role


class CommunityObject(Shape):
    """A community."""

    slug: str
    name: str
    purpose: str
    visibility: Visibility
    url: str
    my_role: Role | None
    archived: bool


class CommunityList(Shape):
    """Communities."""

    items: list[CommunityObject]
    next: str | None


class MembershipObject(Shape):
    """Somebody's role in a community."""

    community: str
    person: PersonObject
    role: Role
    since: Time
