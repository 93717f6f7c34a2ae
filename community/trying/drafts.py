"""What comes in when somebody tells whether it worked."""

from __future__ import annotations

from typing import Literal

from community.core.drafting import Draft


class TriedDraft(Draft):
    """It worked, it didn't, or they would rather not say: `later`, which is not asked again."""

    outcome: Literal["worked", "failed", "later"]
