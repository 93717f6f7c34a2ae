"""What comes in about communities and the people in them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from community.core.addresses import slugify
from community.core.drafting import Draft, Text, Title

PURPOSE_LENGTH = 2_000
# Leaves room for '-' and four characters of ours in the column.
SLUG_ROOM = 50

Purpose = Annotated[Text, StringConstraints(max_length=PURPOSE_LENGTH)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=SLUG_ROOM)]
Visibility = Literal["open", "closed", "private"]
Role = Literal["guest", "member", "curator", "steward"]


class FoundDraft(Draft):
    """A new community, private unless its founder says otherwise. Its address comes from its name."""

    name: Title
    purpose: Purpose = ""
    visibility: Visibility = "private"

    @property
    def address(self) -> str:
        """How its address is to begin."""
        return slugify(self.name, SLUG_ROOM) or "community"

    @property
    def insists(self) -> bool:
        """Whether it is this address or none."""
        return False


class FoundAtDraft(FoundDraft):
    """A new community at an address of the founder's choice; a private one's gets four characters more."""

    slug: Slug

    @property
    def address(self) -> str:
        """As chosen."""
        return self.slug

    @property
    def insists(self) -> bool:
        """Somebody who chose an address wants no other."""
        return True


class ChangeDraft(Draft):
    """What is to change of a community; what is not named stays."""

    name: Title | None = None
    purpose: Purpose | None = None
    visibility: Visibility | None = None
    archived: bool | None = None


class DescribeDraft(Draft):
    """The settings page: both fields are always there, and an emptied purpose is empty."""

    name: Title
    purpose: Purpose = ""


class VisibilityDraft(Draft):
    """Who is to see it."""

    visibility: Visibility


class RoleDraft(Draft):
    """The role somebody gets."""

    role: Role = "member"


class JoinDraft(Draft):
    """Joining takes no choice: whoever joins is a member."""

    role: Literal["member"] = "member"


class AddDraft(RoleDraft):
    """Somebody to add, by handle; a leading '@' is forgiven."""

    handle: Annotated[Title, StringConstraints(max_length=60)]
