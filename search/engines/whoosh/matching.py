"""Questions and suggestions answered from what one set of tokens may see."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from heapq import nlargest, nsmallest

from search.analysis import key, units
from search.engines.whoosh.view import View, Visible
from search.port import TOTAL_CAP, Hit, Hits, Question
from search.query import Parsed, Wanted, parse, wish
from search.ranking import NEAR, idf

FEW = 5
"""Fewer documents with all the words than this: documents with some of them follow."""

MOST_LOOSE = 32
"""So many of the rarest words count when not all need to be there."""

SUGGESTED_BY = 8
"""Suggestions go by so many of the rarest words: 6 rank worse, all of a long text take longer."""

LONGEST_SUGGESTION_TEXT = 4_000
MOST_READ = 60
"""So many different words of a pasted text are looked at."""

_LONGEST_PAIR = 2
_PLACES = 9
_ALIKE = 10.0**-_PLACES
_TITLE_WORTH = 1.5

_Scores = dict[int, float]


def find(view: View, question: Question) -> Hits:
    """The window of a question's hits, the total (counted to 1,000), and the fields that matched."""
    parsed = parse(question.words)
    seen = view.visible(question.tokens, question.blocked)
    if not parsed.blank and not (
        parsed.wanted or parsed.without or parsed.filters or parsed.before or parsed.after
    ):
        return Hits((), 0, more=False)
    allowed = _allowed(seen, question, parsed)
    wanted = [_expanded(view, one) for one in parsed.wanted]
    tight = _all_of(seen, wanted, allowed)
    loose: _Scores = {}
    if len(wanted) > 1 and len(tight) < FEW:
        loose = _some_of(seen, wanted, MOST_LOOSE)
        loose = {
            number: score
            for number, score in loose.items()
            if number not in tight and _in(number, allowed, seen)
        }
    total = len(tight) + len(loose)
    upto = question.offset + question.limit
    ordered = _ordered(view, tight, upto)
    ordered += _ordered(view, loose, upto - len(ordered)) if upto > len(ordered) else []
    terms = [term for one in wanted for term, _ in one.terms]
    items = tuple(_hit(view, number, score, terms) for score, number in ordered[question.offset :])
    return Hits(items, min(total, TOTAL_CAP), more=total > TOTAL_CAP)


def suggest(seen: Visible, text: str, title: str, limit: int, near: str = "") -> list[Hit]:
    """What may already answer a text: any of its few rarest words, knowledge and solved things first.

    Rarity is counted among what is seen. The title's words are preferred to those of the text, and documents of the
    community `near` to others.
    """
    worths: dict[Wanted, float] = {}
    for source, factor in ((title, _TITLE_WORTH), (text, 1.0)):
        for unit in units(source[:LONGEST_SUGGESTION_TEXT]):
            if not unit.is_stop and len(worths) < MOST_READ:
                worths.setdefault(wish(unit), factor)
    scores = _some_of(seen, worths, SUGGESTED_BY, worths)
    if near:
        for number in scores.keys() & seen.marked(f"community:{key(near)}"):
            scores[number] *= NEAR
    terms = [term for one in worths for term, _ in one.terms]
    return [_hit(seen.view, number, score, terms) for score, number in _ordered(seen.view, scores, limit)]


def _all_of(seen: Visible, wanted: list[Wanted], allowed: set[int] | None) -> _Scores:
    """The allowed documents that satisfy every word, scored; all of them, unscored, without a word."""
    if not wanted:
        return dict.fromkeys(seen.numbers() if allowed is None else allowed, 0.0)
    numbers: AbstractSet[int] | None = allowed
    for one in sorted(wanted, key=lambda one: _rarity(seen, one)):
        satisfied = _satisfied(seen, one)
        numbers = satisfied if numbers is None else numbers & satisfied
        if not numbers:
            return {}
    scores = dict.fromkeys(numbers or (), 0.0)
    for one in wanted:
        for term, weight in one.terms:
            found = seen.term(term)
            value = weight * idf(len(found), seen.count)
            for number in scores.keys() & found.keys():
                scores[number] += value * found[number]
    return scores


def _some_of(
    seen: Visible, wanted: Iterable[Wanted], most: int, worths: dict[Wanted, float] | None = None
) -> _Scores:
    """The documents that hold any of the `most` rarest words, scored. `worths` prefers some words to others."""
    values = {}
    for place, one in enumerate(wanted):
        found = _rarity(seen, one)
        if found:
            values[one] = (-idf(found, seen.count) * (worths[one] if worths else 1.0), place)
    scores: _Scores = {}
    for one in sorted(values, key=values.__getitem__)[:most]:
        for term, weight in one.terms:
            found_in = seen.term(term)
            value = weight * idf(len(found_in), seen.count) * (worths[one] if worths else 1.0)
            for number, worth in found_in.items():
                scores[number] = scores.get(number, 0.0) + value * worth
    return scores


def _rarity(seen: Visible, one: Wanted) -> int:
    """How many visible documents hold the commonest term of a word; 0 means that none holds any."""
    return max((len(seen.term(term)) for term, _ in one.terms), default=0)


def _satisfied(seen: Visible, one: Wanted) -> AbstractSet[int]:
    """The visible documents that satisfy a word in one of its ways."""
    if len(one.ways) == 1 and len(one.ways[0]) == 1:
        return seen.term(next(iter(one.ways[0]))).keys()
    found: set[int] = set()
    for way in one.ways:
        lists = sorted((seen.term(term) for term in way), key=len)
        numbers = set(lists[0])
        for other in lists[1:]:
            numbers &= other.keys()
        found |= numbers
    return found


def _expanded(view: View, one: Wanted) -> Wanted:
    """A lone sign of Han or Kana stands for every pair that begins with it."""
    if not one.prefix:
        return one
    begun = [
        term
        for _, segment in view.segments
        for term in segment.beginning(one.prefix)
        if len(term) <= _LONGEST_PAIR
    ]
    terms = tuple((term, 1.0) for term in dict.fromkeys([one.prefix, *begun]))
    return Wanted(terms, tuple(frozenset((term,)) for term, _ in terms))


def _allowed(seen: Visible, question: Question, parsed: Parsed) -> set[int] | None:
    """The visible documents within filters, phrases, minus words and times; None where nothing narrows."""
    narrowed: set[int] | None = None
    for mark in _marks(question, parsed):
        found = seen.marked(mark)
        narrowed = found if narrowed is None else narrowed & found
    for phrase in parsed.phrases:
        found = seen.phrase(phrase)
        narrowed = found if narrowed is None else narrowed & found
    if not (
        parsed.without or parsed.without_phrases or parsed.before is not None or parsed.after is not None
    ):
        return narrowed
    kept = seen.numbers() if narrowed is None else narrowed
    for one in parsed.without:
        kept -= _satisfied(seen, _expanded(seen.view, one))
    for phrase in parsed.without_phrases:
        kept -= seen.phrase(phrase)
    return {number for number in kept if _in_time(seen.view.facts[number].activity, parsed)}


def _marks(question: Question, parsed: Parsed) -> list[str]:
    """The marks that a document must bear: the filters chosen and the operators typed."""
    chosen = {
        "type": question.type,
        "community": question.community,
        "topic": question.topic,
        "system": question.system,
        "task": question.task,
        "state": question.state,
        "kind": question.kind,
        "author": question.author,
    }
    pairs = [*chosen.items(), *parsed.filters.items()]
    return [f"{name}:{key(value)}" for name, value in pairs if value]


def _in_time(activity: int, parsed: Parsed) -> bool:
    return (parsed.before is None or activity < parsed.before) and (
        parsed.after is None or activity >= parsed.after
    )


def _in(number: int, allowed: set[int] | None, seen: Visible) -> bool:
    return bool(seen.mask[number]) if allowed is None else number in allowed


def _ordered(view: View, scores: _Scores, most: int) -> list[tuple[float, int]]:
    """The best documents with their scores: relevance times worth, then the latest, then by id."""
    if most <= 0:
        return []
    worths = view.worths
    relevant = nlargest(most, [score * worths[number] for number, score in scores.items()])
    # Those of equal relevance (to the ninth place) go by time, so all of them are looked at.
    least = relevant[-1] - _ALIKE if relevant else 0.0
    first = [number for number, score in scores.items() if score * worths[number] >= least]

    def place(number: int) -> tuple[float, int, str]:
        fact = view.facts[number]
        return (-round(scores[number] * fact.worth, _PLACES), -fact.activity, fact.id)

    return [(-place(number)[0], number) for number in nsmallest(most, first, key=place)]


def _hit(view: View, number: int, score: float, terms: list[str]) -> Hit:
    fact = view.facts[number]
    return Hit(fact.id, fact.type, score, view.why(number, terms))
