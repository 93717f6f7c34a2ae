"""What comes in about pages: the same for page and API. Markdown is rendered here, before any lock."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from community.core.drafting import Body, Draft, Line, NoneIsEmpty, Text, Title
from community.core.text import render_markdown

SUCCESS_LENGTH = 1_000
MOST_TOPICS = 8

Kind = Literal["howto", "checklist", "troubleshooting", "reference", "clip", "playbook"]
Short = Annotated[Line, Field(max_length=80)]
Success = Annotated[Text, StringConstraints(max_length=SUCCESS_LENGTH)]

Maybe = Annotated[Short, NoneIsEmpty]


def _names(value: object) -> object:
    """Topics as a form sends them: separated by commas."""
    if isinstance(value, str):
        return tuple(name.strip() for name in value.split(",") if name.strip())
    return value


Topics = Annotated[tuple[Short, ...], Field(max_length=MOST_TOPICS), BeforeValidator(_names)]


class PlaceDraft(Draft):
    """What it is for: a system, a task done with it, the role of who does it."""

    system: Maybe = ""
    task: Maybe = ""
    role: Maybe = ""


class PageDraft(Draft):
    """A new page."""

    title: Title
    body: Body
    kind: Kind = "howto"
    success: Success = ""
    topics: Topics = ()
    context: PlaceDraft = PlaceDraft()

    @cached_property
    def html(self) -> str:
        """The sanitised HTML of the body."""
        return render_markdown(self.body)

    def model_post_init(self, _context: Any) -> None:
        """Render now."""
        _ = self.html


class RevisionDraft(Draft):
    """A changed page, and the version it was made of. What is not given stays as it is."""

    title: Title
    body: Body
    base_revision: Annotated[int, Field(ge=1, le=1_000_000_000)]
    kind: Kind | None = None
    success: Success | None = None
    topics: Topics | None = None
    context: PlaceDraft | None = None
    summary: Line = ""
    minor: bool = False

    @cached_property
    def html(self) -> str:
        """The sanitised HTML of the body as it came in; a merged one is rendered anew."""
        return render_markdown(self.body)

    def model_post_init(self, _context: Any) -> None:
        """Render now."""
        _ = self.html
