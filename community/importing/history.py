"""What a post's history tells: its former texts, and why a question was closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from community.importing.stackexchange.rows import HistoryRow

TITLES, BODIES, CLOSING = (1, 4, 7), (2, 5, 8), 10
UNTOLD = "It was closed where it came from."
_REASONS = {
    "1": "as a duplicate",
    "2": "as off-topic",
    "3": "as not constructive",
    "4": "as not a real question",
    "7": "as too localized",
    "10": "as a general reference",
    "20": "as noise",
    "101": "as a duplicate",
    "102": "as off-topic",
    "103": "as unclear",
    "104": "as too broad",
    "105": "as a matter of opinion",
}


@dataclass(frozen=True, slots=True)
class Former:
    """A text as it was until somebody changed it, and who did when. `title` is empty where none is known."""

    title: str
    body: str
    by: HistoryRow

    @property
    def at(self) -> datetime:
        """When it was changed."""
        return self.by.created


def former_texts(history: Iterable[HistoryRow]) -> Iterator[Former]:
    """The earlier texts of a post, the oldest first; the present one is not among them."""
    title: str | None = None
    body: str | None = None
    for act in _acts(history):
        new_title, new_body = _last(act, TITLES, title), _last(act, BODIES, body)
        if body is not None and (new_body != body or (title is not None and new_title != title)):
            yield Former(title or "", body, act[0])
        title, body = new_title, new_body


def closed_because(history: Iterable[HistoryRow]) -> str:
    """Why a question was closed, as a sentence."""
    closings = [row for row in history if row.type_id == CLOSING]
    if not closings:
        return UNTOLD
    last = max(closings, key=lambda row: (row.created, row.id))
    reason = _REASONS.get(last.comment.strip())
    return f"It was closed {reason} where it came from." if reason else UNTOLD


def _acts(history: Iterable[HistoryRow]) -> Iterable[Sequence[HistoryRow]]:
    """The rows of one act, which share their revision, together; the acts by time."""
    acts: dict[str, list[HistoryRow]] = {}
    for row in sorted(history, key=lambda row: (row.created, row.id)):
        if row.type_id in TITLES + BODIES:
            acts.setdefault(row.revision or str(row.id), []).append(row)
    return acts.values()


def _last(act: Sequence[HistoryRow], types: tuple[int, ...], before: str | None) -> str | None:
    return next((row.text for row in reversed(act) if row.type_id in types), before)
