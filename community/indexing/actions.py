"""What indexing writes: that search no longer needs to hold back what the index has followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from community.access.audience import followed
from community.core.action import action


@action
def let_be_found(seen: Mapping[str, datetime]) -> None:
    """The index has followed what these blocks were written for."""
    followed(seen)
