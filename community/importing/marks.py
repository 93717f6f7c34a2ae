"""Marks of what came in: by them a later run knows what is new there, and what was changed here meanwhile."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from community.importing.stackexchange.plan import ImportUnit
from community.importing.stackexchange.rows import CommentRow, PostRow

# 80 bits: nobody gains anything by two texts with one mark.
LENGTH = 16


def mark(*parts: str) -> str:
    """A short mark of some words; other words have another one."""
    told = "\x1f".join(parts).encode("utf-8", "replace")
    return base64.b32encode(hashlib.sha256(told).digest())[:LENGTH].decode().lower()


def mark_of_row(row: PostRow | CommentRow) -> str:
    """What the original says in a question, answer or comment; a title belongs to it."""
    return mark(row.title, row.body) if isinstance(row, PostRow) else mark("", row.text)


def mark_of_unit(unit: ImportUnit) -> str:
    """Everything that the original says of a question and what belongs to it. Its links come in by themselves."""
    said = (unit.question, unit.answers, unit.comments, unit.history, unit.accepted_at)
    return mark(repr(said))


@dataclass(frozen=True, slots=True)
class Was:
    """How a question, answer or comment came in.

    `theirs` marks the text there, `ours` what was made of it here, title and all. Of a question also `unit`, all that
    was said of it there, its `tags`, and when it was `closed` there ('' where it was not).
    """

    theirs: str = ""
    ours: str = ""
    unit: str = ""
    tags: tuple[str, ...] = ()
    closed: str = ""

    def kept(self) -> dict[str, Any]:
        """As the column keeps it: without what says nothing."""
        every = {"theirs": self.theirs, "ours": self.ours, "unit": self.unit, "closed": self.closed}
        told: dict[str, Any] = {name: value for name, value in every.items() if value}
        return {**told, "tags": list(self.tags)} if self.tags else told

    def with_text(self, theirs: str, ours: str) -> Was:
        """The same but for the text."""
        return replace(self, theirs=theirs, ours=ours)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Was:
        """From the column."""
        return cls(**{**kept, "tags": tuple(kept.get("tags", ()))})
