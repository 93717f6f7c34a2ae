"""One segment of the index, decoded as far as it was asked for. Segments never change, so neither does this."""

import threading
from array import array
from collections import OrderedDict
from typing import Any, NamedTuple

from search.engines.whoosh.store import matcher
from search.ranking import FIELDS, worth

_MOST_LISTS = 20_000
_MOST_POSTINGS = 2_000_000


class Postings(NamedTuple):
    """The numbers of the documents that hold a term, ascending, and how often they do."""

    documents: "array[int]"
    counts: "array[float]"


class Fact(NamedTuple):
    """What ranking and hits need to know of a document beside its words."""

    id: str
    type: str
    activity: int
    worth: float


NOTHING = Postings(array("I"), array("f"))


class Segment:
    """A reader's term lists, field lengths and facts as plain arrays.

    A reader's files have one read position each, so decoding is done under a lock; what is decoded is kept (least
    recently used lists go first) and is read without one.
    """

    def __init__(self, reader: Any) -> None:
        """Decode lengths and facts at once, term lists when asked for. Raises what Whoosh raises on damage."""
        self._reader = reader
        self._lock = threading.Lock()
        self._lists: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._held = 0
        self.size = int(reader.doc_count_all())
        column = reader.column_reader("facts", translate=False)
        self.facts = [_fact(bytes(column[number])) for number in range(self.size)]
        self.worths = [fact.worth for fact in self.facts]
        self.lengths = {
            name: array("I", (reader.doc_field_length(number, name, 0) or 0 for number in range(self.size)))
            for name in FIELDS
        }

    def postings(self, field: str, term: str) -> Postings:
        """The documents that hold a term in a field, deleted ones included."""
        wanted = (field, term)
        with self._lock:
            found = self._lists.get(wanted)
            if found is None:
                found = self._lists[wanted] = self._decode(field, term)
                self._held += len(found.documents)
                self._shrink()
            else:
                self._lists.move_to_end(wanted)
        return found

    def has_phrase(self, field: str, phrase: tuple[str, ...]) -> set[int]:
        """The documents that hold the words of a phrase side by side in a field."""
        documents = set(self.postings(field, phrase[0]).documents)
        for word in phrase[1:]:
            documents &= set(self.postings(field, word).documents)
        if not documents:
            return documents
        starts: dict[int, set[int]] = {}
        with self._lock:
            for shift, word in enumerate(phrase):
                places = self._positions(field, word, documents)
                starts = {
                    number: {place - shift for place in at}
                    & starts.get(number, {place - shift for place in at})
                    for number, at in places.items()
                }
        return {number for number, at in starts.items() if at}

    def beginning(self, prefix: str, most: int = 200) -> list[str]:
        """Terms of any text field that begin with a prefix, at most `most` of each field."""
        found: dict[str, None] = {}
        with self._lock:
            for field in FIELDS:
                for count, term in enumerate(self._reader.expand_prefix(field, prefix)):
                    if count >= most:
                        break
                    found[term.decode() if isinstance(term, bytes) else term] = None
        return list(found)

    def _decode(self, field: str, term: str) -> Postings:
        cursor = matcher(self._reader, field, term)
        if cursor is None:
            return NOTHING
        documents, counts = array("I"), array("f")
        while cursor.is_active():
            documents.append(cursor.id())
            counts.append(cursor.weight())
            cursor.next()
        return Postings(documents, counts)

    def _positions(self, field: str, term: str, documents: set[int]) -> dict[int, list[int]]:
        cursor = matcher(self._reader, field, term)
        found: dict[int, list[int]] = {}
        while cursor is not None and cursor.is_active():
            if cursor.id() in documents:
                found[cursor.id()] = cursor.value_as("positions")
            cursor.next()
        return found

    def _shrink(self) -> None:
        while len(self._lists) > 1 and (len(self._lists) > _MOST_LISTS or self._held > _MOST_POSTINGS):
            _, oldest = self._lists.popitem(last=False)
            self._held -= len(oldest.documents)


def _fact(row: bytes) -> Fact:
    id_, type_, state, worked, warned, activity = row.decode().split("\t")
    return Fact(id_, type_, int(activity), worth(type_, state, int(worked), warned=warned == "1"))
