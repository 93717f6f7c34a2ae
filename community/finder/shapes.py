"""What searching takes and answers, as types."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from community.core.describing import Listed, Query
from community.core.shapes import Count, ItemObject, Shape


class FoundList(Shape):
    """What was found, best first."""

    items: list[ItemObject]
    total: Annotated[Count, Field(le=1000, description="of what the caller may see")]
    more: Annotated[bool, Field(description="there are more than the total says")]
    next: str | None


class KnownList(Shape):
    """What may answer it already, best first."""

    items: list[ItemObject]


class SearchAsked(Listed):
    """What is looked for: words, and what they are narrowed to."""

    q: str = ""
    type: Literal["", "thread", "page"] = ""
    community: Annotated[str, Field(description="a slug")] = ""
    topic: str = ""
    system: str = ""
    task: str = ""
    state: str = ""
    kind: str = ""
    author: Annotated[str, Field(description="a handle")] = ""


class SuggestionsAsked(Query):
    """A text as far as it is typed."""

    body: str = ""
    title: str = ""
    community: Annotated[str, Field(description="a slug")] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 5
