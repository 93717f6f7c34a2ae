"""One pipeline from text to terms, for documents and questions of every engine.

Text is cut into units: a word (`exports`), a compound (`ORA-00942`, `/etc/foo.conf`, `2.1.3`, `e-mail`) or a run of
Han, Kana or Thai. A word gives itself and its stem; a compound its parts, itself whole, and itself without its
separators (so `e-mail` finds `email`); a run gives overlapping pairs of characters. Everything is folded: NFKC,
case, and the accents of Latin and Greek letters.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

LONGEST_WORD = 64
LONGEST_COMPOUND = 120
MOST_PARTS = 24
MOST_JOINED = 3
"""A compound of up to so many parts is also read as one word: `e-mail`, `ORA-00942`."""

_MARKS = "".join(
    re.escape(chr(c)) for c in range(0x300, 0x3000) if unicodedata.category(chr(c)) in ("Mn", "Mc")
)
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_RUN = (
    "\u0e00-\u0e7f\u3005\u3007\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_LETTER = rf"(?:[^\W{_RUN}]|[{_MARKS}{_INVISIBLE}])"
# Letters and separators are disjoint sets, so this matches in linear time whatever is pasted.
_UNIT = re.compile(
    rf"(?P<run>[{_RUN}]+)|(?P<sharp>[A-Za-z](?:\+\+|\#)(?!{_LETTER}))"
    rf"|(?P<chunk>{_LETTER}+(?:['’./\\:\-@=?&%+~\#]{{1,3}}{_LETTER}+)*)"
)
_PART = re.compile(r"[^./\\:\-@=?&%+~#_]+")
_PIECE = re.compile(r"[^/\\:@=?&%+~#]+")
_DROPPED = re.compile(rf"[{_INVISIBLE}]")
_SEPARATORS = re.compile(r"[.\-_]")

_STOP = """
a about all also am an and any are as at be been but by can could dear did do does for from get
got had has have hello help hi how i if im in into is it its just me more my need no not of on
only or other our please should so some such than thanks that the their them then there these
they this to us want was we were what when where which who will with would you your
"""
STOP = frozenset(_STOP.split())
"""Words that ranking leaves out and no document needs to hold; phrases still count them."""

_ALGORITHMS = (
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x04FF, "russian"),
    (0x0600, 0x06FF, "arabic"),
    (0x0900, 0x097F, "hindi"),
)
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """One word or pair of characters: folded text, stem, number in the text, and where it stands in it."""

    text: str
    stem: str
    position: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands between spaces: its words in order, the whole forms of a compound, the last sign of a run."""

    words: tuple[Word, ...]
    wholes: tuple[str, ...] = ()
    tail: str = ""

    @property
    def matchable(self) -> tuple[str, ...]:
        """What a question's words are compared with: stems, and the whole forms of a compound."""
        return (*(word.stem for word in self.words), *self.wholes)

    @property
    def is_stop(self) -> bool:
        """Whether ranking leaves this unit out."""
        return not self.wholes and not self.tail and all(word.text in STOP for word in self.words)


def fold(text: str) -> str:
    """Text in the form in which it is compared: NFKC, no case, no accents on Latin and Greek letters."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", _DROPPED.sub("", text)).casefold()
    kept: list[str] = []
    accented = False
    for sign in unicodedata.normalize("NFD", folded):
        if unicodedata.category(sign) == "Mn":
            # Elsewhere the mark is the letter: Kana would change its sound, Devanagari lose its vowels.
            if not accented:
                kept.append(sign)
            continue
        accented = sign < "\u0400" or "\u1e00" <= sign < "\u2000"
        kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def key(value: str) -> str:
    """A filter's value in comparable form: `Written up` and `written-up` give `written_up`."""
    return re.sub(r"[\s\-_]+", "_", fold(value).strip())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word by the Snowball algorithm of its script; words with digits stay as they are."""
    if not word.isalpha() and any(sign.isdigit() for sign in word):
        return word
    first = ord(word[0]) if word else 0
    name = next((name for low, high, name in _ALGORITHMS if low <= first <= high), "english")
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault(
        "stemmers", {}
    )  # not safe across threads
    if name not in stemmers:
        stemmers[name] = Stemmer.Stemmer(name)
    return str(stemmers[name].stemWord(word)) or word


def units(text: str) -> Iterator[Unit]:
    """The units of a text in order. Pure, linear in the text's length, never raises."""
    position = 0
    for match in _UNIT.finditer(text):
        if match.lastgroup == "run":
            unit = _run(match.group(), match.start(), position)
        elif match.lastgroup == "sharp":
            unit = Unit((_word(match.group(), match.start(), match.end(), position, whole=True),))
        else:
            unit = _chunk(match.group(), match.start(), position)
        if unit.words:
            position = unit.words[-1].position + 1
            yield unit


def pieces(text: str) -> Iterator[tuple[str, int]]:
    """Every unit of a text as it is written, and where it begins: what `terms_of` knows by heart."""
    return ((match.group(), match.start()) for match in _UNIT.finditer(text))


@lru_cache(maxsize=50_000)
def terms_of(raw: str) -> frozenset[str]:
    """The stems, plain words and whole forms of one unit as it is written."""
    return frozenset(
        term for unit in units(raw) for term in (*unit.matchable, *(word.text for word in unit.words))
    )


def tokens(text: str) -> list[tuple[str, int]]:
    """Every term of a document's text with its position, in order of position: what an index holds."""
    return [term for unit in units(text) for term in unit_terms(unit)]


def unit_terms(unit: Unit) -> Iterator[tuple[str, int]]:
    """The terms and positions that one unit of a document is indexed by, each term once per position."""
    first = True
    for word in unit.words:
        terms = [word.text] if word.stem == word.text else [word.text, word.stem]
        if first:
            terms += [whole for whole in unit.wholes if whole not in terms]
            first = False
        for term in terms:
            yield term, word.position
    if unit.tail and unit.tail != unit.words[-1].text:
        yield unit.tail, unit.words[-1].position + 1


def _word(raw: str, start: int, end: int, position: int, *, whole: bool = False) -> Word:
    text = fold(raw).replace("’", "'")
    if not whole and "'" in text:
        text = text.removesuffix("'s").replace("'", "")
    text = text[:LONGEST_WORD]
    return Word(text, text if whole else stem(text), position, start, end)


def _chunk(raw: str, start: int, position: int) -> Unit:
    if raw.isalnum():  # most words; the rest takes three times as long
        word = _word(raw, start, start + len(raw), position)
        return Unit((word,) if word.text else ())
    words: list[Word] = []
    for part in _PART.finditer(raw):
        word = _word(part.group(), start + part.start(), start + part.end(), position)
        if word.text and len(words) < MOST_PARTS:
            words.append(word)
            position += 1
    return Unit(tuple(words), _wholes(raw) if len(words) > 1 else ())


def _wholes(raw: str) -> tuple[str, ...]:
    """A compound whole, each of its pieces between slashes (a file's name), and short ones without separators."""
    if len(raw) > 4 * LONGEST_COMPOUND:
        return ()
    whole = fold(raw).replace("\\", "/").replace("’", "'")
    found = [whole] if len(whole) <= LONGEST_COMPOUND else []
    for match in _PIECE.finditer(whole):
        piece = match.group()
        parts = [part for part in _SEPARATORS.split(piece) if part]
        if not parts[1:] or len(piece) > LONGEST_COMPOUND:
            continue
        joined = "".join(parts)
        found.append(piece)
        if len(parts) <= MOST_JOINED and not joined.isdigit() and len(joined) <= LONGEST_WORD:
            found.append(stem(joined))
    return tuple(dict.fromkeys(found))


def _run(raw: str, start: int, position: int) -> Unit:
    text = fold(raw)
    shift = start if len(text) == len(raw) else None
    pairs = [text[i : i + 2] for i in range(len(text) - 1)] or [text]
    words = tuple(
        Word(
            pair,
            pair,
            position + i,
            start if shift is None else shift + i,
            start + len(raw) if shift is None else shift + i + len(pair),
        )
        for i, pair in enumerate(pairs)
        if pair
    )
    return Unit(words, (), text[-1:])
