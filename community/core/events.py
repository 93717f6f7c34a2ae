"""The one catalogue of what happens: frozen dataclasses, past tense, ids only.

`emit` writes an event, one delivery per listener and its stream entries in the action's own transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from sqlalchemy import insert

from models import Delivery, EventRow

from . import streams
from .clock import now
from .session import session
from .streams import Entry


@dataclass(frozen=True, kw_only=True)
class Event:
    """The base of all events. `actor_id` is empty for the clock and the command line."""

    actor_id: str | None
    raises: ClassVar[bool] = False

    def entries(self) -> tuple[Entry, ...]:
        """The stream entries this event makes."""
        return ()


@dataclass(frozen=True, kw_only=True)
class ThreadEvent(Event):
    """Something about a thread; it stands in the thread's stream and its community's list."""

    thread_id: str
    community_id: str
    type: ClassVar[str] = "thread.changed"

    def entries(self) -> tuple[Entry, ...]:
        """The thread's own stream, and its community's list."""
        return (
            Entry(f"thread:{self.thread_id}", self.type, self.object_id),
            Entry(f"list:{self.community_id}", "thread.changed", self.thread_id),
        )

    @property
    def object_id(self) -> str:
        """What changed: the thread, or one of its posts."""
        return self.thread_id


@dataclass(frozen=True, kw_only=True)
class ThreadOpened(ThreadEvent):
    """A roadblock was asked, a discussion opened, a tip shared."""

    raises = True


@dataclass(frozen=True, kw_only=True)
class ThreadDescribed(ThreadEvent):
    """Its title, text, topics or context changed."""


@dataclass(frozen=True, kw_only=True)
class ThreadClosed(ThreadEvent):
    """Closed with a sentence."""


@dataclass(frozen=True, kw_only=True)
class ThreadReopened(ThreadEvent):
    """Opened again."""

    raises = True


@dataclass(frozen=True, kw_only=True)
class ThreadDeleted(ThreadEvent):
    """Deleted; restorable for 30 days."""


@dataclass(frozen=True, kw_only=True)
class ThreadRestored(ThreadEvent):
    """Brought back."""


@dataclass(frozen=True, kw_only=True)
class PostEvent(ThreadEvent):
    """Something about an answer or comment."""

    post_id: str

    @property
    def object_id(self) -> str:
        """The post."""
        return self.post_id


@dataclass(frozen=True, kw_only=True)
class PostAnswered(PostEvent):
    """Somebody proposed a way through."""

    raises = True
    type = "post.made"


@dataclass(frozen=True, kw_only=True)
class PostCommented(PostEvent):
    """Somebody commented under a post."""

    raises = True
    type = "post.made"


@dataclass(frozen=True, kw_only=True)
class PostEdited(PostEvent):
    """A text changed; the earlier one is kept."""

    type = "post.changed"


@dataclass(frozen=True, kw_only=True)
class PostDeleted(PostEvent):
    """Deleted; restorable."""

    type = "post.removed"


@dataclass(frozen=True, kw_only=True)
class PostRestored(PostEvent):
    """Brought back."""

    type = "post.changed"


@dataclass(frozen=True, kw_only=True)
class SolutionAccepted(ThreadEvent):
    """It worked: `subject` (an answer, or the tip itself) is a solution."""

    subject: str
    raises = True


@dataclass(frozen=True, kw_only=True)
class SolutionWithdrawn(ThreadEvent):
    """No longer a solution; it stays, struck."""

    subject: str
    raises = True


@dataclass(frozen=True, kw_only=True)
class CauseWritten(ThreadEvent):
    """The cause is known: a workaround became a fix."""

    subject: str
    raises = True


@dataclass(frozen=True, kw_only=True)
class SolutionSettled(ThreadEvent):
    """Declared good enough, or no longer."""

    subject: str


@dataclass(frozen=True, kw_only=True)
class OutcomeSaid(Event):
    """It worked or it didn't: said of an answer, tip or page. `root_kind` is thread or page."""

    object: str
    root: str
    root_kind: str
    community_id: str
    said: str

    def entries(self) -> tuple[Entry, ...]:
        """The root's stream."""
        type_ = "page.changed" if self.root_kind == "page" else "thread.changed"
        if self.root_kind == "thread" and self.object != self.root:
            type_ = "post.changed"
        return (Entry(f"{self.root_kind}:{self.root}", type_, self.object),)


@dataclass(frozen=True, kw_only=True)
class OutcomeTakenBack(OutcomeSaid):
    """Somebody took their word back."""


@dataclass(frozen=True, kw_only=True)
class WarningRaised(OutcomeSaid):
    """Said to be wrong or unsafe; shown at once."""

    raises = True

    def entries(self) -> tuple[Entry, ...]:
        """The root's stream, and its community's list."""
        return (
            *super().entries(),
            Entry(f"list:{self.community_id}", f"{self.root_kind}.changed", self.root),
        )


@dataclass(frozen=True, kw_only=True)
class WarningLifted(WarningRaised):
    """Looked at, and taken away with a word."""

    raises = False


@dataclass(frozen=True, kw_only=True)
class SameProblemSaid(ThreadEvent):
    """Somebody else has the same problem, or no longer."""


@dataclass(frozen=True, kw_only=True)
class SameAsProposed(ThreadEvent):
    """Somebody found that it was answered elsewhere."""

    other_id: str


@dataclass(frozen=True, kw_only=True)
class SameAsConfirmed(ThreadEvent):
    """The asker said that the other one worked, or a curator decided with a sentence."""

    other_id: str
    raises = True


@dataclass(frozen=True, kw_only=True)
class SameAsWithdrawn(ThreadEvent):
    """No longer said to be the same."""

    other_id: str


@dataclass(frozen=True, kw_only=True)
class WaitingBegun(ThreadEvent):
    """It rests with somebody else's repair."""

    raises = True


@dataclass(frozen=True, kw_only=True)
class WaitingEnded(ThreadEvent):
    """No longer waited for; `repaired` says why."""

    repaired: bool
    raises = True


@dataclass(frozen=True, kw_only=True)
class PageEvent(Event):
    """Something about a page; it stands in the page's stream and its community's list."""

    page_id: str
    community_id: str
    raises = True

    def entries(self) -> tuple[Entry, ...]:
        """The page's own stream, and its community's list."""
        return (
            Entry(f"page:{self.page_id}", "page.changed", self.page_id),
            Entry(f"list:{self.community_id}", "page.changed", self.page_id),
        )


@dataclass(frozen=True, kw_only=True)
class PageCreated(PageEvent):
    """A page was written."""


@dataclass(frozen=True, kw_only=True)
class PageRevised(PageEvent):
    """A new version stands."""

    revision: int


@dataclass(frozen=True, kw_only=True)
class PageDeleted(PageEvent):
    """Deleted; restorable for 30 days."""

    raises = False


@dataclass(frozen=True, kw_only=True)
class PageRestored(PageEvent):
    """Brought back from deletion."""

    raises = False


@dataclass(frozen=True, kw_only=True)
class SolutionPromoted(ThreadEvent):
    """A solution or tip was written up in a page."""

    subject: str
    page_id: str
    raises = True


@dataclass(frozen=True, kw_only=True)
class CommunityFounded(Event):
    """Somebody founded a community."""

    community_id: str


@dataclass(frozen=True, kw_only=True)
class CommunityChanged(CommunityFounded):
    """Its name or purpose changed."""


@dataclass(frozen=True, kw_only=True)
class VisibilityChanged(CommunityFounded):
    """Who sees it changed."""


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(CommunityFounded):
    """Somebody joined, left, or has another role."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """Somebody signed up, was created or claimed a profile."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class PersonChanged(PersonRegistered):
    """A profile changed."""


@dataclass(frozen=True, kw_only=True)
class LinkAsked(Event):
    """A one-time link is to be mailed (reset, confirmation)."""

    link_id: str


@dataclass(frozen=True, kw_only=True)
class ThreadsImported(Event):
    """A unit of an import is in: these threads are new or changed."""

    thread_ids: tuple[str, ...]
    community_id: str


@dataclass(frozen=True)
class Listener:
    """Who hears of an event.

    `rows`: database only, committed together with its delivery. `outside`: I/O without a transaction.
    `handle` gets a batch of events, each with its row's id.
    """

    name: str
    kind: str
    lane: str
    handle: Callable[[list[tuple[int, Event]]], None]


Fanout = Mapping[type[Event], tuple[Listener, ...]]
_fanout: Fanout = {}


def use_fanout(fanout: Fanout) -> None:
    """Say once, at the start, who hears of what."""
    global _fanout  # noqa: PLW0603  set once by the composition root
    _fanout = fanout


def listeners() -> dict[str, Listener]:
    """All listeners by name."""
    return {listener.name: listener for heard in _fanout.values() for listener in heard}


def catalogue() -> dict[str, type[Event]]:
    """All events by name, those without subclasses and those with."""
    found: dict[str, type[Event]] = {}
    waiting = list(Event.__subclasses__())
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    return found


def emit(event: Event, *changed: Any) -> int:
    """Say that something happened: the last statement of an action.

    Args:
        event: what happened.
        changed: the rows it made or changed, which get their place in the streams.

    Returns:
        the event's number.
    """
    session().flush()
    at = now()
    number: int = (
        session()
        .execute(
            insert(EventRow)
            .values(type=type(event).__name__, data=asdict(event), at=at)
            .returning(EventRow.id)
        )
        .scalar_one()
    )
    heard = _fanout.get(type(event), ())
    if heard:
        session().execute(
            insert(Delivery),
            [
                {
                    "event_id": number,
                    "listener": one.name,
                    "lane": one.lane,
                    "due_at": at,
                    "tries": 0,
                    "error": "",
                }
                for one in heard
            ],
        )
    for entry in event.entries():
        streams.note(entry, changed, raises=event.raises and entry.stream.startswith("list:"))
    return number


def revive(row: EventRow) -> Event:
    """The event that a row keeps."""
    kind = catalogue()[row.type]
    data: dict[str, Any] = dict(row.data)
    for name, value in data.items():
        if isinstance(value, list):
            data[name] = tuple(value)
    return kind(**data)
