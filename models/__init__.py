"""The schema: one metadata, one file per noun. Importing this package knows every table."""

from .address import AddressChange
from .audience import Audience, Block, Epoch
from .base import Base, UtcDateTime, public_id
from .community import Community, FormerSlug, Membership
from .importing import Imported, ProfileClaim
from .limit import SavedLimit
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
from .topic import About, Evidence, Owner, System, Task, Topic
from .upload import Attachment, Upload

__all__ = [
    "PAGE_KINDS",
    "STATES",
    "About",
    "AddressChange",
    "ApiToken",
    "Appointment",
    "Attachment",
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
    "FormerSlug",
    "IdempotencyKey",
    "Imported",
    "Link",
    "Membership",
    "Notification",
    "OneTimeLink",
    "Outcome",
    "Owner",
    "Page",
    "PageRevision",
    "Person",
    "Post",
    "ProfileClaim",
    "Promotion",
    "SameAs",
    "SameProblem",
    "SavedLimit",
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
    "Upload",
    "UtcDateTime",
    "Waiting",
    "Warned",
    "public_id",
]
