"""What happens to threads and their posts, and what is said of anything somebody tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.core.streams import Entry

from .base import Event


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
class ThreadMoved(ThreadEvent):
    """It stands in another community; `left_id` is the one it stood in."""

    left_id: str

    def entries(self) -> tuple[Entry, ...]:
        """The thread's own stream, and the lists of both communities."""
        return (*super().entries(), Entry(f"list:{self.left_id}", "thread.changed", self.thread_id))


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
class SolutionPromoted(ThreadEvent):
    """A solution or tip was written up in a page."""

    subject: str
    page_id: str
    raises = True


@dataclass(frozen=True, kw_only=True)
class PromotionUndone(ThreadEvent):
    """It is no longer written up there."""

    page_id: str


@dataclass(frozen=True, kw_only=True)
class ThreadsImported(Event):
    """A unit of an import is in: these threads are new or changed."""

    thread_ids: tuple[str, ...]
    community_id: str
