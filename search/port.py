"""The port of search: the words in which the rest of Throughway and the engines speak to each other."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

TOTAL_CAP = 1000
"""A total is counted up to here; beyond it reads 'more than 1,000'."""


class SearchUnavailable(Exception):
    """The index is missing, broken or locked; the caller answers by plain SQL and says so."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thread or page as the index sees it: who may find it, its text, and what it is ranked by."""

    id: str
    type: str
    community: str
    tokens: frozenset[str]
    title: str = ""
    body: str = ""
    solution: str = ""
    answers: str = ""
    topics: tuple[str, ...] = ()
    system: str = ""
    task: str = ""
    state: str = ""
    kind: str = ""
    author: str = ""
    worked: int = 0
    warned: bool = False
    activity: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What a person typed, the tokens they hold, and the filters they chose.

    `blocked` are ids taken away whatever the index says (a narrowing that it has not followed yet).
    """

    words: str
    tokens: frozenset[str]
    type: str | None = None
    community: str | None = None
    topic: str | None = None
    system: str | None = None
    task: str | None = None
    state: str | None = None
    kind: str | None = None
    author: str | None = None
    blocked: frozenset[str] = frozenset()
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `why` names the fields that hold words of the question."""

    id: str
    type: str
    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """One window of what was found; `total` stops at 1,000 and `more` says that there are others."""

    items: tuple[Hit, ...]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class EngineState:
    """What `check` found: documents in the index, whether it is whole, and else what is wrong with it."""

    documents: int
    ok: bool
    problem: str = ""


class Engine(Protocol):
    """What every search engine does. All of it may be called from any thread."""

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Index documents, replacing those with the same id, in one commit. Raises SearchUnavailable."""

    def drop(self, ids: Iterable[str]) -> None:
        """Take documents out, in one commit; unknown ids are fine. Raises SearchUnavailable."""

    def refresh(self) -> None:
        """Have every later answer know what was put and dropped before; until then it may be a moment behind.

        Raises SearchUnavailable.
        """

    def find(self, question: Question) -> Hits:
        """Answer a question from the documents its tokens may see. Raises SearchUnavailable."""

    def suggest(  # noqa: PLR0913, PLR0917  text and title, who asks, how many: the rest may be left out
        self,
        text: str,
        title: str,
        tokens: frozenset[str],
        blocked: frozenset[str] = frozenset(),
        limit: int = 5,
        near: str = "",
    ) -> list[Hit]:
        """Best first, what may already answer a text that is being typed. Raises SearchUnavailable.

        `near` is a community whose documents come before others of like worth.
        """

    def rebuild(
        self, documents: Iterator[SearchDocument], progress: Callable[[int], None] | None = None
    ) -> None:
        """Build a new index beside the old one, which keeps serving, and swap by rename.

        `progress` hears the number of documents written so far.
        """

    def check(self) -> EngineState:
        """Compare the files with their record. Never raises."""

    def close(self) -> None:
        """Let go of files and memory; the engine answers SearchUnavailable afterwards."""
