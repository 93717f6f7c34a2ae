"""One generation of the index as one set of tokens may see it.

Everything is counted among the visible documents alone: term frequencies, lengths, totals. A hidden document changes
neither a hit, nor a total, nor a score, nor the order. What it may still change is the time an answer takes.
"""

import threading
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator

from search.engines.whoosh.segment import Fact, Segment
from search.engines.whoosh.store import MARK
from search.ranking import FIELDS, B, saturate

_MOST_SETS = 64
_MOST_TERMS = 512


class View:
    """The segments of one generation, numbered through; what is known of each document stands at its number."""

    def __init__(self, segments: Iterable[tuple[Segment, frozenset[int]]]) -> None:
        """Take segments with the numbers of their deleted documents."""
        self.segments: list[tuple[int, Segment]] = []
        self.facts: list[Fact] = []
        self.worths: list[float] = []
        self._deleted: list[int] = []
        self.size = 0
        for segment, deleted in segments:
            self.segments.append((self.size, segment))
            self._deleted += [self.size + number for number in deleted]
            self.facts += segment.facts
            self.worths += segment.worths
            self.size += segment.size
        self._lock = threading.Lock()
        self._sets: OrderedDict[tuple[frozenset[str], frozenset[str]], Visible] = OrderedDict()

    @property
    def documents(self) -> int:
        """How many documents there are, deleted ones not counted."""
        return self.size - len(self._deleted)

    def visible(self, tokens: frozenset[str], blocked: frozenset[str]) -> "Visible":
        """The documents that hold one of the tokens and are not blocked; kept for the next question."""
        wanted = (tokens, blocked)
        with self._lock:
            found = self._sets.get(wanted)
            if found is not None:
                self._sets.move_to_end(wanted)
                return found
        found = Visible(self, self._mask(tokens, blocked))
        with self._lock:
            self._sets[wanted] = found
            while len(self._sets) > _MOST_SETS:
                self._sets.popitem(last=False)
        return found

    def marked(self, mark: str) -> Iterator[int]:
        """The numbers of the documents with a mark, deleted ones included."""
        for base, segment in self.segments:
            for number in segment.postings(MARK, mark).documents:
                yield base + number

    def why(self, number: int, terms: Iterable[str]) -> tuple[str, ...]:
        """The fields of a document that hold one of the terms."""
        base, segment = self._home(number)
        wanted = list(terms)
        return tuple(
            field for field in FIELDS
            if any(_holds(segment.postings(field, term).documents, number - base) for term in wanted)
        )  # fmt: skip

    def _mask(self, tokens: frozenset[str], blocked: frozenset[str]) -> bytearray:
        mask = bytearray(self.size)
        for token in tokens:
            for number in self.marked(f"token:{token}"):
                mask[number] = 1
        for number in self._deleted:
            mask[number] = 0
        for id_ in blocked:
            for number in self.marked(f"id:{id_}"):
                mask[number] = 0
        return mask

    def _home(self, number: int) -> tuple[int, Segment]:
        return next((base, segment) for base, segment in reversed(self.segments) if base <= number)


class Visible:
    """The documents that one set of tokens sees, with their number and average lengths."""

    def __init__(self, view: View, mask: bytearray) -> None:
        """Count what the mask lets through."""
        self.view = view
        self.mask = mask
        self.count = mask.count(1)
        self._average = {name: self._average_length(name) for name in FIELDS}
        self._terms: OrderedDict[str, dict[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def numbers(self) -> set[int]:
        """All visible documents."""
        return {number for number, seen in enumerate(self.mask) if seen}

    def marked(self, mark: str) -> set[int]:
        """The visible documents with a mark."""
        return {number for number in self.view.marked(mark) if self.mask[number]}

    def term(self, term: str) -> dict[int, float]:
        """The visible documents that hold a term, with what it is worth in each (BM25F, before its rarity)."""
        with self._lock:
            found = self._terms.get(term)
        if found is None:
            found = {number: saturate(one) for number, one in self._frequencies(term).items()}
            with self._lock:
                self._terms[term] = found
                while len(self._terms) > _MOST_TERMS:
                    self._terms.popitem(last=False)
        return found

    def phrase(self, phrase: tuple[str, ...]) -> set[int]:
        """The visible documents that hold a phrase in one of their fields."""
        return {
            base + number
            for base, segment in self.view.segments
            for field in FIELDS
            for number in segment.has_phrase(field, phrase)
            if self.mask[base + number]
        }

    def _frequencies(self, term: str) -> dict[int, float]:
        """The weighted, length-normalised frequency of a term in each visible document."""
        found: dict[int, float] = {}
        mask = self.mask
        for base, segment in self.view.segments:
            for field, weight in FIELDS.items():
                documents, counts = segment.postings(field, term)
                if not documents:
                    continue
                lengths, slope = (
                    segment.lengths[field],
                    B / self._average[field] if self._average[field] else 0.0,
                )
                for number, count in zip(documents, counts, strict=True):
                    at = base + number
                    if mask[at]:
                        found[at] = found.get(at, 0.0) + weight * count / (1.0 - B + slope * lengths[number])
        return found

    def _average_length(self, field: str) -> float:
        total = filled = 0
        for base, segment in self.view.segments:
            for length, seen in zip(
                segment.lengths[field], self.mask[base : base + segment.size], strict=True
            ):
                if seen and length:
                    total += length
                    filled += 1
        return total / filled if filled else 0.0


def _holds(documents: "array[int]", number: int) -> bool:
    at = bisect_left(documents, number)
    return at < len(documents) and documents[at] == number
