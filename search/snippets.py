"""The sentence of a text that shows best why it was found, safe to put into a page."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from search.analysis import Unit, pieces, terms_of, units
from search.query import parse

LONGEST_TEXT = 20_000
_WIDE = "\u3002\uff01\uff1f"
"""The full stop and its like of Chinese and Japanese, after which no space is written."""
_TEXT = rf"[^.!?{_WIDE}\n]"
_SENTENCE = re.compile(rf"{_TEXT}+(?:[.!?]+(?!\s){_TEXT}+)*[.!?{_WIDE}]*")


def matching_sentence(text: str, words: str, length: int = 240) -> str:
    """The sentence of a plain text with the most different words of a question, those words in `<mark>`.

    Words match by stem, codes also without their separators. Everything is escaped before it is marked, so the
    answer holds no markup but `<mark>`. It is cut to about `length` signs round the first match; without a match
    it is the beginning of the text. Never raises.
    """
    wanted = _wanted(words)
    best, units_of_best, score = "", [], -1
    for match in _SENTENCE.finditer(text[:LONGEST_TEXT]):
        sentence = match.group().strip()
        if not sentence:
            continue
        written = list(pieces(sentence))
        found = len({term for raw, _at in written for term in terms_of(raw)} & wanted)
        if found > score:
            best, units_of_best, score = sentence, written, found
    return _marked(best, _spans(units_of_best, wanted), length)


@lru_cache(maxsize=256)
def _wanted(words: str) -> frozenset[str]:
    """What words of a text match a question; asked once for all that was found."""
    return frozenset(
        term for unit in units(parse(words).plain) if not unit.is_stop for term in unit.matchable
    )


def _marked(sentence: str, spans: list[tuple[int, int]], length: int) -> str:
    start, end = _window(sentence, spans, length)
    parts = ["…"] if start else []
    at = start
    for begin, stop in spans:
        if begin >= at and stop <= end:
            parts += [escape(sentence[at:begin]), "<mark>", escape(sentence[begin:stop]), "</mark>"]
            at = stop
    parts.append(escape(sentence[at:end]))
    return "".join(parts) + ("…" if end < len(sentence) else "")


def _spans(written: Sequence[tuple[str, int]], wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Where the matching words stand, in order; touching ones (pairs of signs, parts of a code) joined."""
    spans: list[tuple[int, int]] = []
    for raw, at in written:
        if not wanted.isdisjoint(terms_of(raw)):
            for unit in units(raw):
                _mark(unit, at, wanted, spans)
    return spans


def _mark(unit: Unit, at: int, wanted: frozenset[str], spans: list[tuple[int, int]]) -> None:
    whole = any(form in wanted for form in unit.wholes)
    for word in unit.words:
        start, end = at + word.start, at + word.end
        if not (whole or word.stem in wanted or word.text in wanted):
            continue
        if spans and (start <= spans[-1][1] or (whole and word is not unit.words[0])):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))


def _window(sentence: str, spans: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """About `length` signs, beginning a third before the first match, cut between words where there are any."""
    if len(sentence) <= length:
        return 0, len(sentence)
    start = max(0, min(spans[0][0] - length // 3, len(sentence) - length)) if spans else 0
    end = min(len(sentence), start + length)
    if start:
        space = sentence.find(" ", start, start + length // 4)
        start = space + 1 if space >= 0 else start
    if end < len(sentence):
        space = sentence.rfind(" ", end - length // 4, end)
        end = space if space >= 0 else end
    return start, end
