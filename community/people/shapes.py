"""People as types."""

from __future__ import annotations

from typing import Literal

from community.core.describing import Listed
from community.core.shapes import ItemObject, PersonObject, Shape


class MyRole(Shape):
    """One's role in a community."""

    community: str
    role: Literal["guest", "member", "curator", "steward"]


class MyselfObject(PersonObject):
    """Oneself."""

    email: str
    memberships: list[MyRole]
    admin: bool


class PersonFound(Shape):
    """Somebody, and what shows that they know about it."""

    person: PersonObject
    evidence: str | None
    why: list[ItemObject]


class PeopleList(Shape):
    """People."""

    items: list[PersonFound]
    next: str | None


class PeopleAsked(Listed):
    """Who is looked for: by name, by what they know about."""

    q: str = ""
    topic: str = ""
    available: Literal[0, 1] = 0
