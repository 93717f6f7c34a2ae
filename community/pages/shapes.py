"""Pages and their versions as types (objects.py makes them)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from community.core.shapes import (
    Author,
    CommunityName,
    Count,
    Id,
    OutcomesObject,
    PersonObject,
    Shape,
    Somebody,
    Time,
)

from .drafts import Kind


class PlaceObject(Shape):
    """What it is for; null where nobody said."""

    system: str | None
    task: str | None
    role: str | None


class SourceObject(Shape):
    """What it was written up from, and by whom that was found out."""

    thread: Id
    post: Id | None
    people: list[PersonObject | Somebody]


class VerificationObject(Shape):
    """Whether somebody looks after it."""

    state: Literal["checked", "due", "outdated"]
    by: Author
    until: Time | None
    reason: str


class VariantObject(Shape):
    """Another right way, and when to take it."""

    page: Id
    when: str


class PageShort(Shape):
    """A page as a list gives it."""

    id: Id
    url: str
    title: str
    kind: Kind
    success: str
    community: CommunityName
    topics: list[str]
    context: PlaceObject
    revision: Annotated[int, Field(ge=1)]
    provenance: list[SourceObject]
    verification: VerificationObject | None
    outcomes: OutcomesObject
    variants: list[VariantObject]
    seq: Count
    created_at: Time
    changed_at: Time


class PageObject(PageShort):
    """A page."""

    body: str
    body_html: str


class PageList(Shape):
    """Pages."""

    items: list[PageShort]
    next: str | None


class VersionShort(Shape):
    """A version as a list gives it."""

    n: Annotated[int, Field(ge=1)]
    title: str
    summary: str
    minor: bool
    by: Author
    at: Time


class VersionObject(VersionShort):
    """A version with its text."""

    kind: Kind
    success: str
    body: str


class VersionList(Shape):
    """Versions, newest first."""

    items: list[VersionShort]
    next: str | None


class PieceObject(Shape):
    """A piece of a line."""

    text: str
    flag: str


class RowObject(Shape):
    """A line before and after."""

    flag: str
    old_number: int | None
    new_number: int | None
    old: list[PieceObject]
    new: list[PieceObject]
    skipped: Count


class DiffObject(Shape):
    """Two versions compared."""

    a: VersionShort
    b: VersionShort
    added: Count
    removed: Count
    cut: bool
    rows: list[RowObject]
