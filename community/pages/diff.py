"""The difference of two texts as rows for a template: lines with what is before and after, words marked.

Rows hold plain strings and flags, never HTML, so that showing them escaped is the only way to show them.
Lines are compared first, then words inside changed lines only; all within caps, so that any two texts of
64 KB are compared in well under 0.2 s.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from community.pages.lines import Change, Match, changes, matches

CONTEXT = 3
MAX_ROWS = 3_000
# Words on both sides of one change, and in one comparison; beyond these lines are marked whole.
_MAX_WORDS = 3_000
_MAX_ALL_WORDS = 16_000
# Less in common than this and marks on single words say less than two whole lines.
_LEAST_IN_COMMON = 0.25
_WORD = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")


class Flag(StrEnum):
    """What became of a piece of text or of a row."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Segment:
    """A piece of a line: its text as it is, to be escaped, and whether it is the same, added or removed."""

    text: str
    flag: Flag


@dataclass(frozen=True)
class Row:
    """A line side by side: numbers from 1, None where that side has no such line.

    `flag` is SAME, ADDED, REMOVED or CHANGED (both sides differ). SKIPPED stands for `skipped` equal lines.
    """

    flag: Flag
    old_number: int | None = None
    new_number: int | None = None
    old: tuple[Segment, ...] = ()
    new: tuple[Segment, ...] = ()
    skipped: int = 0


@dataclass(frozen=True)
class InlineRow:
    """One line of an inline difference: SAME, REMOVED, ADDED or SKIPPED, with its pieces."""

    flag: Flag
    number: int | None = None
    segments: tuple[Segment, ...] = ()
    skipped: int = 0


@dataclass(frozen=True)
class Diff:
    """Rows side by side, how many lines came and went, and whether rows beyond MAX_ROWS were left out."""

    rows: tuple[Row, ...]
    added: int
    removed: int
    cut: bool


def diff(old: str, new: str, context: int = CONTEXT) -> Diff:
    """Compare two texts with newlines between lines; `context` equal lines stay around each change."""
    old_lines, new_lines = old.split("\n"), new.split("\n")
    found = changes(old_lines, new_lines)
    rows: list[Row] = []
    words_left = _MAX_ALL_WORDS
    at = (0, 0)
    for change in found:
        rows += _between(old_lines, at, change.a_start, context)
        changed, words_left = _changed(old_lines, new_lines, change, words_left)
        rows += changed
        at = (change.a_end, change.b_end)
        if len(rows) > MAX_ROWS:
            break
    rows += _between(old_lines, at, -1, context) if found else []
    added = sum(change.b_end - change.b_start for change in found)
    removed = sum(change.a_end - change.a_start for change in found)
    return Diff(tuple(rows[:MAX_ROWS]), added, removed, len(rows) > MAX_ROWS)


def inline(rows: Sequence[Row]) -> Iterator[InlineRow]:
    """The same rows for one column: what a block of changed lines lost, then what it gained."""
    block: list[Row] = []
    for row in rows:
        if row.flag in (Flag.SAME, Flag.SKIPPED):
            yield from _inline_block(block)
            block = []
            yield InlineRow(row.flag, row.new_number, row.new, row.skipped)
        else:
            block.append(row)
    yield from _inline_block(block)


def _inline_block(block: Sequence[Row]) -> Iterator[InlineRow]:
    yield from (InlineRow(Flag.REMOVED, row.old_number, row.old) for row in block if row.old_number)
    yield from (InlineRow(Flag.ADDED, row.new_number, row.new) for row in block if row.new_number)


def _between(lines: Sequence[str], at: tuple[int, int], end: int, context: int) -> Iterator[Row]:
    """The equal lines from the last change, or the beginning, to `end`; the middle of many is left out.

    `at` is where the last change ended on both sides; `end` -1 means the end of the text.
    """
    start, shift = at[0], at[1] - at[0]
    stop = len(lines) if end < 0 else end
    before = min(start + (context if any(at) else 0), stop)
    after = max(before, stop - (0 if end < 0 else context))
    yield from (_same(lines[number], number, shift) for number in range(start, before))
    if after > before:
        yield Row(Flag.SKIPPED, skipped=after - before)
    yield from (_same(lines[number], number, shift) for number in range(after, stop))


def _same(line: str, number: int, shift: int) -> Row:
    pieces = _whole(line, Flag.SAME)
    return Row(Flag.SAME, number + 1, number + shift + 1, pieces, pieces)


def _changed(
    old: Sequence[str], new: Sequence[str], change: Change, words_left: int
) -> tuple[list[Row], int]:
    """The rows of one change, and how many words may still be compared after it."""
    # No more lines of a change than rows are shown.
    old_lines = old[change.a_start : change.a_end][: MAX_ROWS + 1]
    new_lines = new[change.b_start : change.b_end][: MAX_ROWS + 1]
    old_pieces: Sequence[tuple[Segment, ...]] = [_whole(line, Flag.REMOVED) for line in old_lines]
    new_pieces: Sequence[tuple[Segment, ...]] = [_whole(line, Flag.ADDED) for line in new_lines]
    if old_lines and new_lines:
        old_words, new_words = _words(old_lines), _words(new_lines)
        count = len(old_words) + len(new_words)
        if count <= min(_MAX_WORDS, words_left):
            words_left -= count
            equal = matches(old_words, new_words)
            if _enough_in_common(old_words, new_words, equal):
                old_pieces = _marked(old_words, [(one.a, one.length) for one in equal], Flag.REMOVED)
                new_pieces = _marked(new_words, [(one.b, one.length) for one in equal], Flag.ADDED)
    pairs = enumerate(zip_longest(old_pieces, new_pieces))
    return [_row(change.a_start + n, change.b_start + n, *pair) for n, pair in pairs], words_left


def _row(old_at: int, new_at: int, old: tuple[Segment, ...] | None, new: tuple[Segment, ...] | None) -> Row:
    if old is None:
        return Row(Flag.ADDED, new_number=new_at + 1, new=new or ())
    if new is None:
        return Row(Flag.REMOVED, old_number=old_at + 1, old=old)
    return Row(Flag.CHANGED, old_at + 1, new_at + 1, old, new)


def _words(lines: Sequence[str]) -> list[str]:
    return _WORD.findall("\n".join(lines))


def _enough_in_common(old: Sequence[str], new: Sequence[str], equal: Sequence[Match]) -> bool:
    """Whether the two sides share enough visible characters for marks on words to help."""
    shared = sum(len(word) for one in equal for word in old[one.a : one.a + one.length] if word.strip())
    longer = max(sum(len(word) for word in side if word.strip()) for side in (old, new))
    return shared >= _LEAST_IN_COMMON * longer


def _marked(words: Sequence[str], equal: Sequence[tuple[int, int]], flag: Flag) -> list[tuple[Segment, ...]]:
    """Words joined to lines again, in segments that are the same as on the other side or not."""
    lines: list[list[Segment]] = [[]]
    at = 0
    for start, length in (*equal, (len(words), 0)):
        _append(lines, words[at:start], flag)
        _append(lines, words[start : start + length], Flag.SAME)
        at = start + length
    return [tuple(line) for line in lines]


def _append(lines: list[list[Segment]], words: Sequence[str], flag: Flag) -> None:
    for number, text in enumerate("".join(words).split("\n")):
        if number:
            lines.append([])
        if text:
            lines[-1].append(Segment(text, flag))


def _whole(line: str, flag: Flag) -> tuple[Segment, ...]:
    return (Segment(line, flag),) if line else ()
