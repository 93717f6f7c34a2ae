"""Threads that are being renewed: as they stand, held within a unit of work, and what was done to them so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from community.importing.marks import mark
from community.importing.renewal import Renewal
from models import Thread


@dataclass(slots=True)
class Renewed:
    """What was new, and how many texts were left as they are because somebody had changed them here."""

    threads: int = 0
    answers: int = 0
    comments: int = 0
    solutions: int = 0
    closed: int = 0
    versions: int = 0
    texts: int = 0
    scores: int = 0
    left: int = 0


@dataclass(slots=True)
class Work:
    """`posts` have id, thread, text and votes of everything that stood in the threads before.

    `claimed` says who has claimed which profile; `touched` are the threads in which a reader sees something new,
    `solved` those with a new solution, and which.
    """

    threads: Mapping[str, Thread]
    renewals: list[Renewal]
    posts: Mapping[str, Row[Any]]
    claimed: Mapping[str, str]
    touched: set[str] = field(default_factory=set)
    solved: dict[str, str] = field(default_factory=dict)
    done: Renewed = field(default_factory=Renewed)

    def text_of(self, id_: str) -> tuple[str, str]:
        """Title and text of a thread or post as they stand now."""
        if id_ in self.threads:
            return self.threads[id_].title, self.threads[id_].body
        return "", self.posts[id_].body

    def is_ours(self, renewal: Renewal, id_: str) -> bool:
        """Whether a text is still the one that came in: what somebody changed here is theirs."""
        stands = id_ in self.threads or id_ in self.posts
        return stands and mark(*self.text_of(id_)) == renewal.ours.get(id_)

    def is_talked_in(self, renewal: Renewal) -> bool:
        """Whether anybody has written in the thread here."""
        there = {row.id for row in self.posts.values() if row.thread_id == renewal.thread_id}
        return not there <= renewal.scores.keys()

    def author(self, person_id: str) -> str:
        """Who a profile of the original is here: whoever has claimed it."""
        return self.claimed.get(person_id, person_id)
