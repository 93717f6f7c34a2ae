"""What comes in about whose an imported profile is."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from community.core.drafting import Body, Draft, Title

WORD_LENGTH = 1_000


class ClaimDraft(Draft):
    """How those who decide may know that it is them."""

    word: Annotated[Body, StringConstraints(max_length=WORD_LENGTH)]


class DeclineDraft(Draft):
    """Why not; told to whoever asked."""

    because: Title
