"""What comes in when somebody has read."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from community.core.drafting import Draft


class ReadDraft(Draft):
    """A post's number in its thread, or a page's version."""

    number: Annotated[int, Field(ge=1, le=9_999_999)]
