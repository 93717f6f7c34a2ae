"""What people type, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST, MOST_TERMS, moment, parse


def words(parsed):
    return [one.terms[0][0] for one in parsed.wanted]


def test_words_phrases_and_minus():
    parsed = parse('printer -scanner "paper jam" -"out of order"')
    assert words(parsed) == ["printer", "paper", "jam"]
    assert parsed.phrases == (("paper", "jam"),)
    assert [one.terms[0][0] for one in parsed.without] == ["scanner"]
    assert parsed.without_phrases == (("out", "of", "order"),)


def test_a_hyphen_inside_a_word_is_no_minus():
    assert parse("read-only e-mail").without == ()


def test_operators_become_filters():
    parsed = parse('in:acme by:@ana state:"Written up" topic:vpn at:sap kind:howto type:page jam')
    assert parsed.filters == {
        "community": "acme",
        "author": "ana",
        "state": "Written up",
        "topic": "vpn",
        "system": "sap",
        "kind": "howto",
        "type": "page",
    }
    assert words(parsed) == ["jam"]
    assert parsed.plain == "jam"


def test_times():
    parsed = parse("after:2026-01 before:2026-02-03")
    assert parsed.after == moment("2026-01-01")
    assert parsed.before == moment("2026-02-03")
    assert moment("1970-01-02") == 86_400_000_000
    assert moment("2026-13") is None


@pytest.mark.parametrize("typed", ["foo:bar", "before:soon", "http://example.org/x", "ERROR:404", "state:"])
def test_unknown_operators_and_broken_values_are_words(typed):
    parsed = parse(typed)
    assert parsed.filters == {}
    assert parsed.wanted


def test_stop_words_alone_are_asked_for():
    assert words(parse("to be or not")) == ["to", "be", "or", "not"]
    assert words(parse("the printer")) == ["printer"]


def test_length_and_terms_are_capped():
    assert len(parse(" ".join(f"w{n}" for n in range(1000))).wanted) <= MOST_TERMS
    assert len(parse("x" * 10_000).plain) <= LONGEST


@given(st.text(max_size=200))
def test_nothing_typed_raises(typed):
    parse(typed)
