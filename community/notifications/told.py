"""One person to be told one thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

# What a mute stops. `always`: nothing does (somebody is named, or warned of what they rely on). `own`: what one asked,
# wrote or has too; only a choice for this very thing stops it. `wide`: also a mute of the community, topic or task.
Weight = Literal["always", "own", "wide"]


@dataclass(frozen=True)
class Told:
    """One person to be told one thing."""

    person_id: str
    reason: str
    root: str
    root_kind: str
    object: str
    data: dict[str, Any] = field(default_factory=dict, hash=False)
    weight: Weight = "own"
