"""Dates and numbers as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

# English is written as in Britain; whatever has no entry is, too.
_OF = {"en": "en_GB", "de": "de"}


@lru_cache(maxsize=8)
def _rules(locale: str) -> Locale:
    return Locale.parse(_OF.get(locale, "en_GB"))


@lru_cache(maxsize=4_096)
def minute(at: datetime, locale: str) -> str:
    """A date with its time of day: 22 Nov 2026, 05:15."""
    return f"{day(at, locale)}, {format_time(at, 'short', locale=_rules(locale))}"


@lru_cache(maxsize=1_024)
def day(on: date, locale: str) -> str:
    """A date alone: 22 Nov 2026."""
    return str(format_date(on, "medium", locale=_rules(locale)))


def number(value: int, locale: str) -> str:
    """A whole number with its thousands apart."""
    return str(format_decimal(value, locale=_rules(locale)))


def listed(names: Sequence[str], locale: str) -> str:
    """Several in a sentence: Ana, Ben and Wei."""
    return format_list(names, locale=_rules(locale))


def direction(locale: str) -> str:
    """Where its lines begin: `ltr` or `rtl`."""
    return str(_rules(locale).text_direction)
