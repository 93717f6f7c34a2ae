"""What comes in about the kept lists."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from community.core.addresses import NAME_LENGTH
from community.core.drafting import Draft, Title


class OwnerDraft(Draft):
    """Who is to answer for a system or task, by handle; a leading '@' is forgiven."""

    handle: Annotated[Title, StringConstraints(max_length=60)]

    @property
    def name(self) -> str:
        """The handle as it is kept."""
        return self.handle.removeprefix("@").lower()


class NameDraft(Draft):
    """What a system or task is called from now on."""

    name: Annotated[Title, StringConstraints(max_length=NAME_LENGTH)]


class MergeDraft(Draft):
    """Which one of the same list it becomes one with, by name."""

    into: Annotated[Title, StringConstraints(max_length=NAME_LENGTH)]
