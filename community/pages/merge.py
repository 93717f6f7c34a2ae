"""Three-way merge of texts by lines: nothing that anybody typed is lost, nothing doubtful passes in silence.

Both sides are compared with their common base (the idea of diff3: Khanna, Kunal, Pierce, 'A Formal
Investigation of Diff3', 2007). Changes of different lines are both taken, neighbouring lines included; the
same change on both sides is taken once; changes of the same lines, or two insertions at one place, are a
conflict, which keeps both. There is no fuzzy placing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from community.pages.lines import Change, changes

YOURS = "<<<<<<< yours"
BETWEEN = "======="
THEIRS = ">>>>>>> theirs"


class Kind(StrEnum):
    """Whose text stands in a hunk of the merged text."""

    SAME = "same"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Hunk:
    """Some lines of the base and what they became on either side; each a tuple of lines without newlines."""

    kind: Kind
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def merged(self) -> tuple[str, ...]:
        """The lines that go into the merged text; a conflict has both sides between marks."""
        if self.kind is Kind.CONFLICT:
            return (YOURS, *self.mine, BETWEEN, *self.theirs, THEIRS)
        return self.theirs if self.kind is Kind.THEIRS else self.mine


@dataclass(frozen=True)
class Merge:
    """The merged text, how many conflicts are marked in it, and the hunks that it is made of."""

    text: str
    conflicts: int
    hunks: tuple[Hunk, ...]


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Merge two texts that were made of one base. Lines end in newlines alone; the result keeps each line's text.

    Takes any three texts, and never raises; cost is about linear in their lengths (see `lines.matches`).
    """
    sides = base.split("\n"), mine.split("\n"), theirs.split("\n")
    hunks = tuple(part for hunk in _hunks(*sides) for part in _without_agreement(hunk))
    lines = [line for hunk in hunks for line in hunk.merged]
    return Merge("\n".join(lines), sum(hunk.kind is Kind.CONFLICT for hunk in hunks), hunks)


@dataclass(frozen=True)
class _Region:
    """A stretch of the base with the changes of either side that fall into it and touch one another."""

    start: int
    end: int
    mine: tuple[Change, ...] = ()
    theirs: tuple[Change, ...] = ()


def _hunks(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Hunk]:
    at = mine_at = theirs_at = 0
    for region in _regions(changes(base, mine), changes(base, theirs)):
        if region.start > at:
            yield _same(base[at : region.start])
        mine_at, theirs_at = mine_at + region.start - at, theirs_at + region.start - at
        mine_end = mine_at + region.end - region.start + _growth(region.mine)
        theirs_end = theirs_at + region.end - region.start + _growth(region.theirs)
        yield _hunk(
            region,
            tuple(base[region.start : region.end]),
            tuple(mine[mine_at:mine_end]),
            tuple(theirs[theirs_at:theirs_end]),
        )
        at, mine_at, theirs_at = region.end, mine_end, theirs_end
    if at < len(base):
        yield _same(base[at:])


def _same(lines: Sequence[str]) -> Hunk:
    return Hunk(Kind.SAME, tuple(lines), tuple(lines), tuple(lines))


def _hunk(region: _Region, base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> Hunk:
    if not region.theirs:
        return Hunk(Kind.MINE, base, mine, theirs)
    if not region.mine:
        return Hunk(Kind.THEIRS, base, mine, theirs)
    return Hunk(Kind.BOTH if mine == theirs else Kind.CONFLICT, base, mine, theirs)


def _growth(of_one_side: Sequence[Change]) -> int:
    return sum((change.b_end - change.b_start) - (change.a_end - change.a_start) for change in of_one_side)


def _regions(mine: list[Change], theirs: list[Change]) -> Iterator[_Region]:
    """Changes in the base's order, those of the same lines together."""
    region: _Region | None = None
    for change, is_mine in sorted([(one, True) for one in mine] + [(one, False) for one in theirs]):
        if region and not _meets(region, change):
            yield region
            region = None
        region = _grown(region or _Region(change.a_start, change.a_end), change, is_mine=is_mine)
    if region:
        yield region


def _grown(region: _Region, change: Change, *, is_mine: bool) -> _Region:
    end = max(region.end, change.a_end)
    if is_mine:
        return _Region(region.start, end, (*region.mine, change), region.theirs)
    return _Region(region.start, end, region.mine, (*region.theirs, change))


def _meets(region: _Region, change: Change) -> bool:
    """Whether a change is of the same lines as the region before it, or puts lines in at the same place.

    Lines put in directly before or after changed ones are beside them: the order is plain, no conflict.
    """
    if region.start == region.end:
        return change.a_start == change.a_end == region.end
    return change.a_start < region.end


def _without_agreement(hunk: Hunk) -> Iterator[Hunk]:
    """A conflict without the lines at its ends on which both sides agree; any other hunk as it is."""
    if hunk.kind is not Kind.CONFLICT:
        yield hunk
        return
    mine, theirs = hunk.mine, hunk.theirs
    most = min(len(mine), len(theirs))
    head = next((n for n in range(most) if mine[n] != theirs[n]), most)
    most -= head
    tail = next((n for n in range(most) if mine[-1 - n] != theirs[-1 - n]), most)
    if head:
        yield Hunk(Kind.BOTH, (), mine[:head], theirs[:head])
    ends = len(mine) - tail, len(theirs) - tail
    yield Hunk(Kind.CONFLICT, hunk.base, mine[head : ends[0]], theirs[head : ends[1]])
    if tail:
        yield Hunk(Kind.BOTH, (), mine[ends[0] :], theirs[ends[1] :])
