"""What people type, taken apart: words, "phrases", -without, and operators such as state:solved.

Nothing typed is an error. What is not understood (an unknown operator, a broken date, a lone quote) is words.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from search.analysis import Unit, key, units

LONGEST = 400
MOST_TERMS = 32

OPERATORS = {
    "in": "community",
    "by": "author",
    "state": "state",
    "topic": "topic",
    "at": "system",
    "kind": "kind",
    "type": "type",
}
_PIECE = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:(?P<name>[A-Za-z]{2,6}):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))'
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One unit of the question: terms to score (with a weight) and the ways in which a document satisfies it.

    Each way is a set of terms that must all be there. `prefix` is one lone sign of Han or Kana, which is found
    as the beginning of a pair.
    """

    terms: tuple[tuple[str, float], ...]
    ways: tuple[frozenset[str], ...]
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question taken apart. Times are microseconds since the epoch; `blank` says that nothing was asked for."""

    wanted: tuple[Wanted, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[Wanted, ...] = ()
    without_phrases: tuple[tuple[str, ...], ...] = ()
    filters: dict[str, str] = field(default_factory=dict)
    before: int | None = None
    after: int | None = None
    plain: str = ""
    rest: str = ""
    blank: bool = True


def parse(words: str) -> Parsed:
    """Take apart what was typed; never raises. At most 400 signs and 32 terms are read.

    `plain` in the answer is the free text without operators, minus and quotes, for snippets; `rest` is what was
    typed without the operators that `filters` took, for whoever resolves those names and asks with them.
    """
    filters: dict[str, str] = {}
    times: dict[str, int] = {}
    wanted: list[Unit] = []
    without: list[Unit] = []
    phrases: list[tuple[str, ...]] = []
    without_phrases: list[tuple[str, ...]] = []
    plain: list[str] = []
    rest = words = words[:LONGEST]
    for match in _PIECE.finditer(words):
        value = match["quoted"] if match["quoted"] is not None else match["bare"]
        if match["name"]:
            name = match["name"].lower()
            if not match["minus"] and _operator(name, value, filters, times):
                if name in OPERATORS:
                    start, end = match.span()
                    rest = rest[:start] + " " * (end - start) + rest[end:]
                continue
            value = f"{match['name']}:{value}"
        found = list(units(value))
        phrase = tuple(word.text for unit in found for word in unit.words)
        if match["quoted"] is not None and len(phrase) > 1:
            (without_phrases if match["minus"] else phrases).append(phrase)
        if not match["minus"]:
            plain.append(value)
            wanted += found
        elif match["quoted"] is None or len(phrase) == 1:
            without += found
    kept = [unit for unit in wanted if not unit.is_stop] or wanted
    return Parsed(
        wanted=_distinct(kept),
        phrases=tuple(phrases[:4]),
        without=_distinct(without),
        without_phrases=tuple(without_phrases[:4]),
        filters=filters,
        before=times.get("before"),
        after=times.get("after"),
        plain=" ".join(plain),
        rest=rest.strip(),
        blank=not words.strip(),
    )


def wish(unit: Unit) -> Wanted:
    """What one unit of typed text asks of a document."""
    if unit.tail and len(unit.words) == 1 and len(unit.words[0].text) == 1:
        return Wanted(((unit.tail, 1.0),), (frozenset((unit.tail,)),), prefix=unit.tail)
    stems = tuple(dict.fromkeys(word.stem for word in unit.words))
    if not unit.wholes:
        terms = tuple((term, 1.0) for term in stems)
        return Wanted(terms, (frozenset(stems),))
    share = 1.0 / len(stems)  # the parts together weigh as much as the whole
    terms = tuple((whole, 1.0) for whole in unit.wholes[:1]) + tuple((term, share) for term in stems)
    return Wanted(terms, (*(frozenset((whole,)) for whole in unit.wholes), frozenset(stems)))


def moment(text: str) -> int | None:
    """The first microsecond of a day, month or year written as 2026-11-21, 2026-11 or 2026; else None."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
    return (
        int(
            (
                datetime(day.year, day.month, day.day, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
            ).total_seconds()
        )
        * 1_000_000
    )


def _operator(name: str, value: str, filters: dict[str, str], times: dict[str, int]) -> bool:
    """Note an operator; say whether it was one."""
    if name in ("before", "after"):
        at = moment(value)
        if at is not None:
            times[name] = at
        return at is not None
    if name not in OPERATORS or not key(value):
        return False
    filters[OPERATORS[name]] = value.lstrip("@") if name == "by" else value
    return True


def _distinct(found: list[Unit]) -> tuple[Wanted, ...]:
    return tuple(dict.fromkeys(wish(unit) for unit in found))[:MOST_TERMS]
