"""The reader's language: the edge says which it is (`speak`), sentences and dates are then made in it.

It holds for this thread's own doings alone, so that mail, which has no request, says it by `speaking` too.
The catalogues are community/translations/; English needs none, since a sentence is the key of its translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from . import formats
from .pseudo import PSEUDO, PseudoTranslations

DEFAULT = "en"
# Those to choose from. The pseudo-locale is for tests: no form offers it.
LOCALES = (DEFAULT, "de")
# Below it no language writes a separator.
SEPARATED_FROM = 1_000
CATALOGUES = Path(__file__).resolve().parents[1] / "translations"

_spoken: ContextVar[str] = ContextVar("locale", default=DEFAULT)


def locale() -> str:
    """The reader's language."""
    return _spoken.get()


def speak(chosen: str) -> None:
    """Take this language from here on; one that we do not have is English."""
    _spoken.set(chosen if chosen in LOCALES or chosen == PSEUDO else DEFAULT)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Within this, sentences are in this language."""
    before = locale()
    speak(chosen)
    try:
        yield
    finally:
        _spoken.set(before)


def N_(sentence: str) -> str:  # noqa: N802  as gettext's tools know it
    """Mark a sentence that is translated later, where it is shown."""
    return sentence


def gettext(sentence: str) -> str:
    """A sentence in the reader's language, its gaps still open."""
    return _catalogue(_spoken.get()).gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    """Whichever of two sentences the number asks for, in the reader's language; its gaps are still open."""
    return _catalogue(_spoken.get()).ngettext(one, many, number)


def fill(sentence: str, values: Mapping[str, Any]) -> str:
    """A sentence with its gaps filled in, large numbers as the language writes them.

    Args:
        sentence: with gaps like %(name)s; escapes what goes into it if it is Markup.
        values: by the names of the gaps. `n` is the number of an answer or a version: it counts nothing.
    """
    for name, value in values.items():
        if type(value) is int and value >= SEPARATED_FROM and name != "n":
            sentence = sentence.replace(f"%({name})d", f"%({name})s")
            values = {**values, name: formats.number(value, locale())}
    return sentence % values if values else sentence  # which may speak of 70 %


@dataclass(frozen=True)
class Sentence:
    """A sentence that waits for its reader: `str()` says it in the language spoken then."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return fill(gettext(self.text), self.values)


@lru_cache(maxsize=8)
def _catalogue(chosen: str) -> NullTranslations:
    if chosen == PSEUDO:
        return PseudoTranslations()
    if chosen == DEFAULT:
        return NullTranslations()
    # Read when the first reader of the language comes: nothing is to be compiled, and nobody else waits for it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (CATALOGUES / chosen / "LC_MESSAGES" / "messages.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=chosen))
    compiled.seek(0)
    return GNUTranslations(compiled)
