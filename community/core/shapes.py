"""What the API answers, as types: for the document that describes it, and for tests that hold answers against it.

Nothing is validated on its way out; a feature's own shapes stand in its shapes.py.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{12}$")]
Time = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"),
    Field(examples=["2026-11-21T20:26:00Z"]),
]
Visibility = Literal["open", "closed", "private"]
Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    """The base of every answer: just these fields, all of them, and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PersonObject(Shape):
    """A person."""

    id: Id
    handle: str
    name: str
    url: str


class Somebody(Shape):
    """Who asked without a name."""

    id: None
    name: Literal["Somebody"]


# null: a person who was removed.
Author = PersonObject | Somebody | None


class LicenceObject(Shape):
    """The licence that a text stands under, and where its own text is."""

    name: str
    url: str | None


class AuthorThere(Shape):
    """Who wrote it elsewhere, with their profile there."""

    name: str
    url: str | None


class SourceObject(Shape):
    """Where a text was written that was brought in: a copy has to name this."""

    url: str | None
    licence: LicenceObject | None
    author: AuthorThere | None


class CommunityName(Shape):
    """A community, as things in it name it."""

    slug: str
    name: str
    visibility: Visibility


class OutcomesObject(Shape):
    """How often it worked, failed, was unsafe; and what the caller said of it."""

    worked: Count
    failed: Count
    unsafe: Count
    mine: Literal["worked", "failed", "unsafe"] | None


class ItemObject(Shape):
    """Something found, and why."""

    type: Literal["thread", "page", "message", "person"]
    id: Id
    thread: Id | None
    title: str
    url: str
    snippet_html: str
    state: str | None
    community: CommunityName | None
    score: float
    why: list[str]


class FieldProblem(Shape):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(BaseModel):
    """An error. A conflict also gives the present state."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)

    type: Annotated[str, Field(examples=["/problems/invalid"])]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    errors: list[FieldProblem] = []
