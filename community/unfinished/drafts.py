"""What a browser sends while somebody types."""

from __future__ import annotations

from pydantic import Field

from community.core.drafting import Draft, Line, Text


class UnfinishedDraft(Draft):
    """The text as it stands; an empty one is forgotten."""

    title: Line = ""
    body: Text = ""
    extra: dict[str, Line] = Field(default_factory=dict, max_length=20)
