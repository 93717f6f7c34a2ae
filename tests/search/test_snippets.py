"""The matching sentence, and that nothing in it is markup but our own mark."""

import re
import time

import pytest

from search.snippets import matching_sentence

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<mark>not ours</mark>",
    "javascript:alert(1) & <b>bold</b> 'quoted'",
    "<<export>script>alert(1)<</export>/script>",
]


def bare(snippet):
    return snippet.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "words", ["export", "script alert", "img src onerror", "mark", "<mark>", "lt amp gt quot", '"']
)
def test_no_markup_of_the_text_survives(payload, words):
    for text in (payload, f"The export {payload} failed. Another sentence."):
        shown = matching_sentence(text, words)
        assert not re.search(r"[<>\"']", bare(shown))
        assert shown.count("<mark>") == shown.count("</mark>")


def test_naughty_strings(naughty_strings):
    for text in naughty_strings:
        assert "<" not in bare(matching_sentence(f"{text} export {text}", f"export {text}"))


def test_the_sentence_with_most_words_is_taken_and_marked_by_stem():
    text = "First an export. Then the exporting of ledgers failed! At last nothing."
    assert matching_sentence(text, "exports ledger") == (
        "Then the <mark>exporting</mark> of <mark>ledgers</mark> failed!"
    )


def test_codes_are_marked_as_one():
    assert "<mark>ORA-00942</mark>" in matching_sentence("It says ORA-00942 here", "ora00942")
    assert "<mark>E07</mark>" in matching_sentence("It says E07 here", "E-07")


def test_han_is_marked():
    assert matching_sentence("晴れ。東京都の天気。", "京都") == "東<mark>京都</mark>の天気。"


def test_long_sentences_are_cut_round_the_match():
    shown = matching_sentence("word " * 200 + "needle " + "word " * 200, "needles", length=100)
    assert "<mark>needle</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(bare(shown)) <= 110


def test_without_a_match_the_beginning_is_shown():
    assert matching_sentence("Alpha beta. Gamma.", "zebra") == "Alpha beta."
    assert matching_sentence("", "zebra") == matching_sentence("  \n", "zebra") == ""


@pytest.mark.parametrize("text", ["." * 64_000, "a." * 32_000, ". " * 32_000, "x" * 64_000])
def test_any_text_is_quick(text):
    began = time.process_time()
    matching_sentence(text, "a x")
    assert time.process_time() - began < 1.0
