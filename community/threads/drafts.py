"""What comes in: one frozen draft per intent, for pages, API and sockets alike."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from community.core.drafting import Body, Draft, Line, NoneIsEmpty, Text, Title
from community.core.text import excerpt, first_sentence, render_markdown

KINDS = ("roadblock", "discussion", "announcement", "tip")


def _names(value: object) -> object:
    """Topics as a form sends them: separated by commas."""
    if isinstance(value, str):
        return tuple(name.strip() for name in value.split(",") if name.strip())
    return value


Short = Annotated[Line, Field(max_length=80)]
Maybe = Annotated[Short, NoneIsEmpty]
Topics = Annotated[tuple[Short, ...], Field(max_length=8), BeforeValidator(_names)]


class Written(Draft):
    """A text in Markdown, rendered once, before any lock is taken."""

    body: Body

    @cached_property
    def html(self) -> str:
        """The sanitised HTML of the body."""
        return render_markdown(self.body)

    def model_post_init(self, _context: Any) -> None:
        """Render now."""
        _ = self.html


class ContextDraft(Draft):
    """'What were you doing?': all of it optional."""

    system: Maybe = ""
    task: Maybe = ""
    role: Maybe = ""
    urgency: Annotated[Literal["", "stopped", "slowed", "curious"], NoneIsEmpty] = ""


class OpenDraft(Written):
    """A new thread. Nothing but the text is demanded; without a title the first sentence becomes it."""

    title: Line = ""
    kind: Literal["roadblock", "discussion", "announcement", "tip"] = "roadblock"
    community: Line = ""
    topics: Topics = ()
    context: ContextDraft = ContextDraft()
    anonymous: bool = False
    pointed_to: Annotated[
        tuple[Short, ...] | None,
        Field(max_length=8, description="handles, of those who are proposed; without it all of them"),
    ] = None

    @cached_property
    def heading(self) -> str:
        """The title given, or the first sentence, or what the picture shows."""
        return self.title.strip() or first_sentence(self.body) or excerpt(self.body, 120) or "…"


class AnswerDraft(Written):
    """A way through, proposed."""

    parent: Line | None = None


class CommentDraft(Written):
    """A comment under a post, or under the thread's own text."""

    parent: Line | None = None


class EditDraft(Written):
    """A new text for a post."""


class DescribeDraft(Draft):
    """Title, text, topics and context; what is not given stays. `community` moves it, `state` closes or reopens."""

    title: Title | None = None
    body: Body | None = None
    topics: Topics | None = None
    context: ContextDraft | None = None
    community: Title | None = None
    state: Literal["open", "closed"] | None = None
    note: Line = ""

    @property
    def describes(self) -> bool:
        """Whether it says anything of the thread itself."""
        return any(given is not None for given in (self.title, self.body, self.topics, self.context))

    @cached_property
    def html(self) -> str:
        """The sanitised HTML of the body, if there is one."""
        return render_markdown(self.body) if self.body else ""

    def model_post_init(self, _context: Any) -> None:
        """Render now."""
        _ = self.html


class MoveDraft(Draft):
    """The community it is to stand in, by slug."""

    community: Title


class CauseDraft(Draft):
    """Why it happens, and whether the workaround is how we do it."""

    cause: Text | None = None
    good_enough: bool | None = None

    @cached_property
    def html(self) -> str:
        """The cause as sanitised HTML."""
        return render_markdown(self.cause) if self.cause else ""

    def model_post_init(self, _context: Any) -> None:
        """Render now."""
        _ = self.html


class OutcomeDraft(Draft):
    """What somebody who tried it says."""

    outcome: Literal["worked", "failed", "unsafe"]
    saved: Literal["", "minutes", "half_hour", "hours", "day"] = ""
    note: Annotated[Text, Field(max_length=500)] = ""


class MoreDraft(Draft):
    """What somebody for whom it worked says of it afterwards: how much time it saved, what they did differently."""

    saved: Literal["", "minutes", "half_hour", "hours", "day"] = ""
    note: Annotated[Text, Field(max_length=2000)] = ""

    def as_comment(self, parent: str) -> CommentDraft | None:
        """The note as a comment under what worked, if there is one."""
        return CommentDraft(body=self.note, parent=parent) if self.note.strip() else None


class SameAsDraft(Draft):
    """'This may be answered there.' `thread` is an id or the address of a thread."""

    thread: Line
    note: Annotated[Text, Field(max_length=500)] = ""

    @cached_property
    def thread_id(self) -> str:
        """The id, also out of a pasted address."""
        tail = self.thread.rstrip("/").split("/t/")[-1].split("/")[0]
        return tail.split("-")[0].strip().lower()


class WaitingDraft(Draft):
    """With whom it rests."""

    on: Title
    reference: Line = ""


class LiftDraft(Draft):
    """A warning is taken away, with a word."""

    word: Annotated[Text, Field(max_length=500)] = ""


class CloseDraft(Draft):
    """Closed, with a sentence."""

    note: Title
