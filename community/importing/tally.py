"""What a run did, counted for its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from community.importing.conversation import Conversation
from community.importing.texts import LISTED
from community.importing.work import Renewed


@dataclass(slots=True)
class Tally:
    """What a run brought in, what was here before, and what it could not use."""

    people: int = 0
    threads: int = 0
    answers: int = 0
    comments: int = 0
    solutions: int = 0
    closed: int = 0
    versions: int = 0
    relations: int = 0
    already: int = 0
    renewed: int = 0
    texts: int = 0
    scores: int = 0
    left: int = 0
    cut: int = 0
    first_cut: list[str] = field(default_factory=list)
    failed: int = 0
    first_failed: list[str] = field(default_factory=list)

    def count(self, conversations: Iterable[Conversation]) -> None:
        """Count what was brought in."""
        for one in conversations:
            self.threads += 1
            self.answers += len(one.answers)
            self.comments += len(one.comments)
            self.solutions += len(one.solutions)
            self.closed += one.thread["closed_at"] is not None
            self.versions += len(one.versions)

    def renew(self, number: int, done: Renewed) -> None:
        """Count what was new of so many threads that were here before."""
        self.renewed += done.threads
        self.already += number - done.threads
        for name in ("answers", "comments", "solutions", "closed", "versions", "texts", "scores", "left"):
            setattr(self, name, getattr(self, name) + getattr(done, name))

    def fail(self, said: str) -> None:
        """Note a unit that could not be made."""
        self.failed += 1
        if len(self.first_failed) < LISTED:
            self.first_failed.append(said)
