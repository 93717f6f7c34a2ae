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

# Pairs of equal elements, which are what difflib looks at in each of its rounds: in one gap, and in one
# comparison. Setting it up costs about as much as the least.
_GAP_PAIRS = 4_000
_ALL_PAIRS = 60_000
_LEAST_PAIRS = 100
_GAP_LENGTH = 1_000
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


def matches(a: Sequence[str], b: Sequence[str]) -> list[Match]:
    """Equal runs in rising order, joined where they touch; time is about linear in the lengths."""
    comparison = _Comparison(a, b)
    comparison.run()
    return _joined(sorted(comparison.found))


def changes(a: Sequence[str], b: Sequence[str]) -> list[Change]:
    """What lies between the equal runs: never empty on both sides, in rising order."""
    found: list[Change] = []
    a_at = b_at = 0
    for match in (*matches(a, b), Match(len(a), len(b), 0)):
        if (a_at, b_at) != (match.a, match.b):
            found.append(Change(a_at, match.a, b_at, match.b))
        a_at, b_at = match.a + match.length, match.b + match.length
    return found


class _Comparison:
    """Two sequences, what was found equal, and how many pairs difflib may still look at."""

    def __init__(self, a: Sequence[str], b: Sequence[str]) -> None:
        self.a, self.b = a, b
        self.found: list[Match] = []
        self.pairs_left = _ALL_PAIRS

    def run(self) -> None:
        waiting = [(Change(0, len(self.a), 0, len(self.b)), 0)]
        while waiting:
            gap, depth = waiting.pop()
            gap = self._without_equal_ends(gap)
            if gap.a_start == gap.a_end or gap.b_start == gap.b_end:
                continue
            pairs = self._sure_pairs(gap) if depth < _MAX_DEPTH else []
            if pairs:
                waiting += [(between, depth + 1) for between in _between(gap, pairs)]
            else:
                self._by_difflib(gap)

    def _without_equal_ends(self, gap: Change) -> Change:
        """The gap less the equal elements at its ends, which are found."""
        a, b = self.a, self.b
        a_start, a_end, b_start, b_end = gap
        while a_start < a_end and b_start < b_end and a[a_start] == b[b_start]:
            a_start, b_start = a_start + 1, b_start + 1
        while a_start < a_end and b_start < b_end and a[a_end - 1] == b[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
        self.found.append(Match(gap.a_start, gap.b_start, a_start - gap.a_start))
        self.found.append(Match(a_end, b_end, gap.a_end - a_end))
        return Change(a_start, a_end, b_start, b_end)

    def _sure_pairs(self, gap: Change) -> list[tuple[int, int]]:
        """Indices of what occurs exactly once on both sides of the gap, the longest rising choice of them."""
        in_a = _once(self.a, gap.a_start, gap.a_end)
        in_b = _once(self.b, gap.b_start, gap.b_end) if in_a else {}
        return _longest_rising([(at, in_b[element]) for element, at in in_a.items() if element in in_b])

    def _by_difflib(self, gap: Change) -> None:
        """Find the pairs that difflib sees in a gap, none if looking would be dear."""
        left, right = self.a[gap.a_start : gap.a_end], self.b[gap.b_start : gap.b_end]
        if len(left) + len(right) > _GAP_LENGTH:
            return
        count = Counter(right)
        pairs = sum(count[element] for element in left)
        if not 0 < pairs <= min(_GAP_PAIRS, self.pairs_left):
            return
        self.pairs_left -= max(pairs, _LEAST_PAIRS)
        for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
            self.found.append(Match(gap.a_start + block.a, gap.b_start + block.b, block.size))


def _between(gap: Change, pairs: list[tuple[int, int]]) -> list[Change]:
    """The gaps before, between and after pairs; each begins at its pair, so that runs grow from there."""
    starts = [(gap.a_start, gap.b_start), *pairs]
    ends = [*pairs, (gap.a_end, gap.b_end)]
    return [Change(start[0], end[0], start[1], end[1]) for start, end in zip(starts, ends, strict=True)]


def _once(elements: Sequence[str], start: int, end: int) -> dict[str, int]:
    """What occurs once between two indices, in order, with its index."""
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


def _joined(found: list[Match]) -> list[Match]:
    """Runs that touch on both sides as one; the empty ones are dropped."""
    joined: list[Match] = []
    for match in found:
        last = joined[-1] if joined else Match(0, 0, 0)
        if joined and (last.a + last.length, last.b + last.length) == (match.a, match.b):
            joined[-1] = Match(last.a, last.b, last.length + match.length)
        elif match.length:
            joined.append(match)
    return joined
