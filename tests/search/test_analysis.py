"""From text to terms."""

import time

import pytest

from search.analysis import fold, key, stem, tokens


def terms(text):
    return [term for term, _ in tokens(text)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("E07", "e07"),
        ("E-07", "e07"),
        ("ORA-00942", "ora-00942"),
        ("ORA-00942:", "ora00942"),
        ("0x80070005", "0x80070005"),
        ("see /etc/foo.conf.", "etc/foo.conf"),
        (r"C:\Windows\x.dll", "x.dll"),
        ("(2.1.3)", "2.1.3"),
        ("report_final.xlsx", "report_final.xlsx"),
        ("C++ and C#", "c#"),
        ("e-mail", "email"),
    ],
)
def test_codes_paths_versions_and_file_names_are_kept_whole(text, whole):
    assert whole in terms(text)


def test_a_compound_is_split_too():
    assert {"etc", "foo", "conf", "foo.conf"} <= set(terms("/etc/foo.conf"))


def test_the_plain_word_stands_beside_the_stem_at_one_position():
    assert tokens("failing exports") == [("failing", 0), ("fail", 0), ("exports", 1), ("export", 1)]


def test_codes_are_not_stemmed():
    assert stem("abc123s") == "abc123s"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café", "cafe"),
        ("cafe\u0301", "café"),
        ("ＡＢＣ", "abc"),
        ("STRASSE", "straße"),
        ("ex\u00adport", "export"),
    ],
)
def test_folding_makes_like_things_alike(one, other):
    assert fold(one) == fold(other)


def test_folding_leaves_marks_that_are_letters():
    assert fold("が") != fold("か")
    assert fold("й") != fold("и")
    assert terms("हिन्दी")[0] == "हिन्दी"


def test_runs_of_han_and_kana_become_pairs():
    assert terms("東京都") == ["東京", "京都", "都"]
    assert terms("エラー") == ["エラ", "ラー", "ー"]
    assert terms("서버 오류") == ["서버", "오류"]


def test_russian_words_have_their_own_stemmer():
    assert stem("ошибки") == stem("ошибка")


def test_filter_values_compare_alike():
    assert key("Written up") == key("written-up") == key("WRITTEN_UP") == "written_up"


@pytest.mark.parametrize(
    "text", ["a" * 64_000, "a." * 32_000, "./" * 32_000, "'" * 64_000, "東" * 64_000, "é-" * 32_000]
)
def test_sixty_four_kilobytes_of_anything_are_quick(text):
    began = time.process_time()
    tokens(text)
    assert time.process_time() - began < 1.0
