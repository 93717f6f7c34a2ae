"""The schema: one metadata, one file per noun. Importing this package knows every table."""

from .address import AddressChange
from .audience import Audience, Block, Epoch
from .base import Base, UtcDateTime, public_id
from .community import Community, FormerSlug, Membership
from .following import MUTE, STRENGTHS, Following
from .importing import Imported, ProfileClaim
from .limit import SavedLimit
from .network import NetworkSetting
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
from .reading import ReadMark
from .stream import Stream, StreamEvent
from .thread import (
    STATES,
    Link,
    Outcome,
    Pointed,
    Post,
    SameAs,
    SameProblem,
    Solution,
    TextVersion,
    Thread,
    Waiting,
    Warned,
)
from .topic import About, Evidence, FormerName, Owner, System, Task, Topic
from .trying import Offered
from .upload import Attachment, Upload

__all__ = [
    "MUTE",
    "PAGE_KINDS",
    "STATES",
    "STRENGTHS",
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
    "Following",
    "FormerName",
    "FormerSlug",
    "IdempotencyKey",
    "Imported",
    "Link",
    "Membership",
    "NetworkSetting",
    "Notification",
    "Offered",
    "OneTimeLink",
    "Outcome",
    "Owner",
    "Page",
    "PageRevision",
    "Person",
    "Pointed",
    "Post",
    "ProfileClaim",
    "Promotion",
    "ReadMark",
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
