"""A language that nobody speaks, made of English: every letter has an accent, every word is 40 per cent longer.

What stays plain on a page in it was not marked for translation; what is cut off would be in a longer language.
"""

from __future__ import annotations

import re
from gettext import NullTranslations

PSEUDO = "en-XA"

_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
# What a program reads: gaps to fill in, tags.
_KEPT = re.compile(r"(%\(\w+\)[sd]|%%|\{\w+\}|<[^>]+>|&\w+;)")
_WORD = re.compile(r"[^\W\d_]+")
_LONGER = 0.4


def pseudo(sentence: str) -> str:
    """The sentence in it."""
    parts = _KEPT.split(sentence)
    parts[::2] = [_WORD.sub(_longer, part) for part in parts[::2]]
    return "".join(parts)


def _longer(word: re.Match[str]) -> str:
    return word[0].translate(_ACCENTED) + "~" * max(1, round(len(word[0]) * _LONGER))


class PseudoTranslations(NullTranslations):
    """As a catalogue."""

    def gettext(self, message: str) -> str:
        """The sentence in it."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The one of the two, as in English."""
        return pseudo(msgid1 if n == 1 else msgid2)
