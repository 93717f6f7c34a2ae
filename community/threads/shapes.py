"""Threads and posts as types (objects.py makes them), and what their calls take in the address."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from community.core.describing import Listed, Query
from community.core.shapes import (
    Author,
    CommunityName,
    Count,
    Id,
    OutcomesObject,
    PersonObject,
    Shape,
    Somebody,
    SourceObject,
    Time,
)

Kind = Literal["roadblock", "discussion", "announcement", "tip"]
# Only where a thing was brought in: what was written here has no such field.
Source = Annotated[SourceObject | None, Field(description="of what was brought in from elsewhere")]
State = Literal["open", "answered", "solved", "written_up", "waiting", "same_as", "closed"]


class ContextObject(Shape):
    """What was being done; null where nobody said."""

    system: str | None
    task: str | None
    role: str | None
    urgency: Literal["stopped", "slowed", "curious"] | None


class SolutionObject(Shape):
    """A solution that stands."""

    post: Id
    kind: Literal["workaround", "fix"]
    cause: str | None
    good_enough: bool
    by: PersonObject | Somebody
    at: Time


class SameProblemObject(Shape):
    """How many have the same problem, and whether the caller does."""

    count: Count
    mine: bool


class WaitingObject(Shape):
    """With whom it rests, and since when."""

    on: str
    reference: str
    since: Time


class PageLink(Shape):
    """A page that was written up from it."""

    id: Id
    title: str
    url: str


class AudienceObject(Shape):
    """Who reads it, in words."""

    label: str


class ThreadShort(Shape):
    """A thread as a list gives it."""

    id: Id
    url: str
    kind: Kind
    title: str
    author: Author
    community: CommunityName
    topics: list[str]
    context: ContextObject
    state: State
    reach: Literal["colleagues", "network", "task_force"]
    solutions: list[SolutionObject]
    solution: Annotated[SolutionObject | None, Field(description="the best of them")]
    outcomes: OutcomesObject
    same_problem: SameProblemObject
    waiting: WaitingObject | None
    same_as: Id | None
    pages: list[PageLink]
    posts: Annotated[int, Field(ge=0, description="answers and comments")]
    seq: Count
    created_at: Time
    changed_at: Time


class ThreadObject(ThreadShort):
    """A thread."""

    body: str
    body_html: str
    audience: AudienceObject
    source: Source = None


class ThreadList(Shape):
    """Threads."""

    items: list[ThreadShort]
    next: str | None


class PostObject(Shape):
    """An answer or a comment."""

    id: Id
    url: str
    thread: Id
    number: Annotated[int, Field(ge=2)]
    kind: Literal["answer", "comment"]
    parent: Id | None
    body: str
    body_html: str
    author: Author
    solution: SolutionObject | None
    outcomes: OutcomesObject
    created_at: Time
    changed_at: Time
    seq: Count
    changed_seq: Count
    source: Source = None


class PostList(Shape):
    """Posts by number."""

    items: list[PostObject]
    next: str | None


class Knower(Shape):
    """Somebody it would be pointed to, and why."""

    person: PersonObject
    evidence: str


class PlacementObject(Shape):
    """Where a text would go, who would read it, whom it would be pointed to."""

    community: CommunityName
    audience: AudienceObject
    people: list[Knower]


class ThreadsAsked(Listed):
    """Which of a community's threads."""

    state: State | None = None
    kind: Kind | None = None
    topic: str = ""
    system: str = ""
    task: str = ""
    sort: Literal["activity", "newest", "unanswered"] = "activity"


class PostsAsked(Query):
    """Which posts."""

    limit: Annotated[int, Field(ge=1, le=100)] = 40
    after: Annotated[int, Field(ge=0, description="the number of the last one seen")] = 1


class TextAsked(Query):
    """A text that somebody is about to ask."""

    body: str = ""
    title: str = ""


class RepairAsked(Query):
    """Whether it is repaired: then everybody concerned hears."""

    repaired: Literal[0, 1] = 0
