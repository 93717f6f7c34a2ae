"""How what was found is put in order: BM25F and what is known of each document beside its words.

BM25F after Robertson, Zaragoza and Taylor (2004): the weighted, length-normalised frequencies of a term are
added up over the fields before they saturate, so that a word in both title and body is not paid for twice. The
numbers are those that did best over seven judged collections (benchmarks/search_quality.py).
"""

from math import log

FIELDS: dict[str, float] = {"title": 3.0, "solution": 1.4, "body": 1.0, "answers": 0.7, "topics": 0.8}
"""The fields of a document that hold words, and what one word in each is worth."""

K1 = 2.0
B = 0.75

WRITTEN_UP = 1.25
_STATES = {
    "written_up": 1.25,
    "solved": 1.2,
    "answered": 1.1,
    "waiting": 1.02,
    "verified": 1.05,
    "same_as": 0.9,
    "due": 0.95,
    "outdated": 0.45,
}
_WARNED = 0.4


NEAR = 1.2
"""What it is worth for a suggestion to stand in the community where somebody asks: as much as being solved."""


def idf(found: int, documents: int) -> float:
    """What it says that a document holds a term which `found` of `documents` hold; always above 0."""
    return log(1.0 + (documents - found + 0.5) / (found + 0.5))


def saturate(frequency: float) -> float:
    """The worth of a weighted frequency: 0 for 0, growing, never above K1 + 1."""
    return frequency * (K1 + 1.0) / (K1 + frequency)


def worth(type_: str, state: str, worked: int, *, warned: bool) -> float:
    """The factor on a document's relevance: knowledge before talk, solved before open, warned and outdated last.

    Between documents of like relevance this decides; a much better match still comes first.
    """
    factor = max(_STATES.get(state, 1.0), WRITTEN_UP if type_ == "page" and state != "outdated" else 0.0)
    factor *= 1.0 + min(0.15, 0.05 * log(1.0 + max(0, worked)))
    return factor * (_WARNED if warned else 1.0)
