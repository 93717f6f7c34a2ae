"""The order of what was written under a question: answers and comments in one row, by time, numbered from 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from community.importing.stackexchange.plan import ImportUnit
from community.importing.stackexchange.rows import CommentRow, PostRow

FIRST = 2


@dataclass(frozen=True, slots=True)
class Numbered:
    """An answer or comment with its number; a comment's `under` is the answer it hangs under, else None."""

    number: int
    row: PostRow | CommentRow
    under: int | None


def numbered(unit: ImportUnit) -> Iterator[Numbered]:
    """Every answer and comment of a unit in the order of their numbers."""
    question = unit.question.id
    rows: list[tuple[PostRow | CommentRow, int | None]] = [(answer, None) for answer in unit.answers]
    rows += [
        (row, None if post == question else post)
        for post, comments in unit.comments.items()
        for row in comments
    ]
    rows.sort(key=lambda one: (one[0].created, isinstance(one[0], CommentRow), one[0].id))
    for number, (row, under) in enumerate(rows, FIRST):
        yield Numbered(number, row, under)
