"""What comes in at the inbox."""

from __future__ import annotations

from pydantic import AwareDatetime

from community.core.drafting import Draft


class UndoDraft(Draft):
    """Which press is taken back: when it was."""

    at: AwareDatetime
