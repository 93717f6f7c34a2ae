"""What comes in when somebody follows."""

from __future__ import annotations

from typing import Literal

from community.core.drafting import Draft


class FollowDraft(Draft):
    """How closely; `usual` takes one's own choice back."""

    strength: Literal["little", "normal", "everything", "mute", "usual"]
