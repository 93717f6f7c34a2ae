"""What two sequences have in common: the one comparison under merging and showing differences.

Patience diff: what occurs once on both sides is paired first, in the longest rising order, and the gaps
between are compared alike; difflib looks only at gaps that are cheap for it, since on repetitive text it is
quadratic and worse (4,000 equal words: 13.8 s of CPU). Where neither helps a gap counts as replaced whole:
coarse, and right for merging, as a pairing nobody can be sure of must not pass in silence.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Pairs of equal elements in a gap: what difflib looks at, in each of its rounds.
_CHEAP_PAIRS = 4_000
_CHEAP_LENGTH = 1_000
_MAX_DEPTH = 12


class Match(NamedTuple):
    """`length` elements are equal from index `a` on one side and `b` on the other."""

    a: int
    b: int
    length: int


class Change(NamedTuple):
    """The elements [a_start, a_end) of one side stand as [b_start, b_end) on the other."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


class _Gap(NamedTuple):
    a_start: int
    a_end: int
    b_start: int
    b_end: int
    depth: int = 0


def matches(a: Sequence[str], b: Sequence[str]) -> list[Match]:
    """Equal runs in rising order, joined where they touch; time is about linear in the lengths."""
    found: list[Match] = []
    gaps = [_Gap(0, len(a), 0, len(b))]
    while gaps:
        gaps.extend(_narrow(a, b, gaps.pop(), found))
    return _joined(sorted(found))


def changes(a: Sequence[str], b: Sequence[str]) -> list[Change]:
    """What lies between the equal runs: never empty on both sides, in rising order."""
    found: list[Change] = []
    a_at = b_at = 0
    for match in (*matches(a, b), Match(len(a), len(b), 0)):
        if (a_at, b_at) != (match.a, match.b):
            found.append(Change(a_at, match.a, b_at, match.b))
        a_at, b_at = match.a + match.length, match.b + match.length
    return found


def _narrow(a: Sequence[str], b: Sequence[str], gap: _Gap, found: list[Match]) -> list[_Gap]:
    """Add a gap's equal ends and sure pairs to `found`; the gaps that are left between."""
    a_start, a_end, b_start, b_end, depth = gap
    head = _equal_head(a, b, gap)
    a_start, b_start = a_start + head, b_start + head
    tail = _equal_tail(a, b, _Gap(a_start, a_end, b_start, b_end))
    a_end, b_end = a_end - tail, b_end - tail
    found += (Match(a_start - head, b_start - head, head), Match(a_end, b_end, tail))
    if a_start == a_end or b_start == b_end:
        return []
    rest = _Gap(a_start, a_end, b_start, b_end, depth + 1)
    pairs = _sure_pairs(a, b, rest) if depth < _MAX_DEPTH else []
    if not pairs:
        found += _by_difflib(a, b, rest)
        return []
    return _between(rest, pairs)


def _equal_head(a: Sequence[str], b: Sequence[str], gap: _Gap) -> int:
    most = min(gap.a_end - gap.a_start, gap.b_end - gap.b_start)
    return next((n for n in range(most) if a[gap.a_start + n] != b[gap.b_start + n]), most)


def _equal_tail(a: Sequence[str], b: Sequence[str], gap: _Gap) -> int:
    most = min(gap.a_end - gap.a_start, gap.b_end - gap.b_start)
    return next((n for n in range(most) if a[gap.a_end - 1 - n] != b[gap.b_end - 1 - n]), most)


def _between(gap: _Gap, pairs: list[tuple[int, int]]) -> list[_Gap]:
    """The gaps before, between and after pairs; each begins at its pair, so that runs grow from there."""
    starts = [(gap.a_start, gap.b_start), *pairs]
    ends = [*pairs, (gap.a_end, gap.b_end)]
    return [_Gap(*_flat(start, end), gap.depth) for start, end in zip(starts, ends, strict=True)]


def _flat(start: tuple[int, int], end: tuple[int, int]) -> tuple[int, int, int, int]:
    return start[0], end[0], start[1], end[1]


def _sure_pairs(a: Sequence[str], b: Sequence[str], gap: _Gap) -> list[tuple[int, int]]:
    """Indices of what occurs exactly once on both sides of the gap, the longest rising choice of them."""
    in_a, in_b = _once(a, gap.a_start, gap.a_end), _once(b, gap.b_start, gap.b_end)
    return _longest_rising([(at, in_b[element]) for element, at in in_a.items() if element in in_b])


def _once(elements: Sequence[str], start: int, end: int) -> dict[str, int]:
    count = Counter(elements[start:end])
    return {elements[at]: at for at in range(start, end) if count[elements[at]] == 1}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs with rising first members the most whose second members rise too (patience sorting)."""
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        pile = bisect_left(tops, second)
        before.append(top_pairs[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [second]
        top_pairs[pile : pile + 1] = [at]
    chosen: list[tuple[int, int]] = []
    at = top_pairs[-1] if top_pairs else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _by_difflib(a: Sequence[str], b: Sequence[str], gap: _Gap) -> list[Match]:
    """The pairs that difflib finds in a gap, none if looking would be dear."""
    left, right = a[gap.a_start : gap.a_end], b[gap.b_start : gap.b_end]
    if len(left) + len(right) > _CHEAP_LENGTH:
        return []
    count = Counter(right)
    if sum(count[element] for element in left) > _CHEAP_PAIRS:
        return []
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return [Match(gap.a_start + block.a, gap.b_start + block.b, block.size) for block in blocks]


def _joined(found: list[Match]) -> list[Match]:
    joined: list[Match] = []
    for match in found:
        last = joined[-1] if joined else Match(0, 0, 0)
        if joined and (last.a + last.length, last.b + last.length) == (match.a, match.b):
            joined[-1] = Match(last.a, last.b, last.length + match.length)
        elif match.length:
            joined.append(match)
    return joined
