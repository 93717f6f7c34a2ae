"""The difference of two texts: rows hold both of them, in pieces that say what became of each."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.pages.diff import MAX_ROWS, Flag, Row, Segment, diff, inline

WATCHDOG = 2.0
LINES = st.sampled_from(["", "a", "b", "the old line", "the new line", "<b>&"]) | st.text(
    "xy <\n", max_size=6
)
TEXTS = st.lists(LINES, max_size=14).map("\n".join)


def line(segments):
    return "".join(segment.text for segment in segments)


@given(TEXTS, TEXTS)
def test_rows_hold_both_texts(old, new):
    rows = diff(old, new, context=1_000).rows
    if old == new:
        assert rows == ()
        return
    assert "\n".join(line(row.old) for row in rows if row.old_number) == old
    assert "\n".join(line(row.new) for row in rows if row.new_number) == new


@given(TEXTS, TEXTS, st.integers(0, 3))
def test_numbers_are_those_of_the_lines(old, new, context):
    rows = diff(old, new, context).rows
    for row in rows:
        if row.old_number:
            assert line(row.old) == old.split("\n")[row.old_number - 1]
        if row.new_number:
            assert line(row.new) == new.split("\n")[row.new_number - 1]
    shown = sum(1 for row in rows if row.new_number) + sum(row.skipped for row in rows)
    assert old == new or shown == len(new.split("\n"))


@given(TEXTS, TEXTS)
def test_flags_fit(old, new):
    for row in diff(old, new).rows:
        assert {one.flag for one in row.old} <= {Flag.SAME, Flag.REMOVED}
        assert {one.flag for one in row.new} <= {Flag.SAME, Flag.ADDED}
        if row.flag is Flag.SAME:
            assert row.old == row.new


@given(TEXTS, TEXTS)
def test_one_column_holds_both_texts_too(old, new):
    rows = list(inline(diff(old, new, context=1_000).rows))
    if old != new:
        assert "\n".join(line(one.segments) for one in rows if one.flag is not Flag.ADDED) == old
        assert "\n".join(line(one.segments) for one in rows if one.flag is not Flag.REMOVED) == new


def test_words_are_marked_in_a_changed_line():
    found = diff("Turn the red valve", "Turn the blue valve now")
    assert found.rows == (
        Row(
            Flag.CHANGED,
            1,
            1,
            (Segment("Turn the ", Flag.SAME), Segment("red", Flag.REMOVED), Segment(" valve", Flag.SAME)),
            (
                Segment("Turn the ", Flag.SAME),
                Segment("blue", Flag.ADDED),
                Segment(" valve", Flag.SAME),
                Segment(" now", Flag.ADDED),
            ),
        ),
    )
    assert (found.added, found.removed, found.cut) == (1, 1, False)


def test_lines_with_little_in_common_are_marked_whole():
    row = diff("Turn the red valve", "Call somebody else instead").rows[0]
    assert row.old == (Segment("Turn the red valve", Flag.REMOVED),)
    assert row.new == (Segment("Call somebody else instead", Flag.ADDED),)


def test_far_lines_are_left_out_and_counted():
    lines = [str(number) for number in range(20)]
    rows = diff("\n".join(lines), "\n".join([*lines[:10], "new", *lines[10:]])).rows
    assert [row.flag for row in rows] == [
        Flag.SKIPPED,
        *[Flag.SAME] * 3,
        Flag.ADDED,
        *[Flag.SAME] * 3,
        Flag.SKIPPED,
    ]
    assert (rows[0].skipped, rows[-1].skipped) == (7, 7)
    assert (rows[1].old_number, rows[1].new_number, rows[5].old_number, rows[5].new_number) == (8, 8, 11, 12)


def test_markup_stays_text():
    row = diff("", "<script>alert(1)</script>").rows[0]
    assert line(row.new) == "<script>alert(1)</script>"


def test_a_line_more_and_a_line_less():
    assert [row.flag for row in diff("a\nb", "a\nb\nc").rows] == [Flag.SAME, Flag.SAME, Flag.ADDED]
    assert [row.flag for row in diff("a\nb\nc", "a\nc").rows] == [Flag.SAME, Flag.REMOVED, Flag.SAME]


def _big():
    chance = random.Random(7)  # the same texts in every run
    words = [str(n) for n in range(50)]
    return {
        "empty lines": "\n" * 65_536,
        "one word": "a" * 65_536,
        "one word over and over": "a " * 32_000,
        "one line": " ".join(chance.choices(words, k=22_000)),
        "lines of few words": "\n".join(" ".join(chance.choices(words, k=10)) for _ in range(2_200)),
        "two lines": "\n".join(chance.choices("ab", k=32_000)),
        "every line alike": "\n".join(f"line number {n} is this" for n in range(2_300)),
        "every line else": "\n".join(f"line number {n} was this" for n in range(2_300)),
        "every other line": "\n".join(
            f"line number {n} {'was' if n % 2 else 'is'} this" for n in range(2_300)
        ),
    }


@pytest.mark.parametrize("name", _big())
def test_large_and_repetitive_texts(name):
    texts = _big()
    for other in texts.values():
        start = time.process_time()
        found = diff(texts[name], other)
        list(inline(found.rows))
        assert time.process_time() - start < WATCHDOG
        assert len(found.rows) <= MAX_ROWS
