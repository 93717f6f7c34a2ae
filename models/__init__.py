"""The schema: one metadata, one file per noun. Importing this package knows every table."""

from .audience import Audience, Block, Epoch
from .base import Base, UtcDateTime, public_id
from .community import Community, Membership
from .importing import Imported
from .notification import Notification
from .outbox import Delivery, DueWork, EventRow, IdempotencyKey
from .page import PAGE_KINDS, Page, PageRevision, Promotion
from .person import (
    ApiToken,
    Appointment,
    FailedSignIn,
    OneTimeLink,
    Person,
    SignInSession,
    Unfinished,
)
from .stream import Stream, StreamEvent
from .thread import (
    STATES,
    Link,
    Outcome,
    Post,
    SameAs,
    SameProblem,
    Solution,
    TextVersion,
    Thread,
    Waiting,
    Warned,
)
from .topic import About, Evidence, System, Task, Topic

__all__ = [
    "PAGE_KINDS",
    "STATES",
    "About",
    "ApiToken",
    "Appointment",
    "Audience",
    "Base",
    "Block",
    "Community",
    "Delivery",
    "DueWork",
    "Epoch",
    "EventRow",
    "Evidence",
    "FailedSignIn",
    "IdempotencyKey",
    "Imported",
    "Link",
    "Membership",
    "Notification",
    "OneTimeLink",
    "Outcome",
    "Page",
    "PageRevision",
    "Person",
    "Post",
    "Promotion",
    "SameAs",
    "SameProblem",
    "SignInSession",
    "Solution",
    "Stream",
    "StreamEvent",
    "System",
    "Task",
    "TextVersion",
    "Thread",
    "Topic",
    "Unfinished",
    "UtcDateTime",
    "Waiting",
    "Warned",
    "public_id",
]
