"""Three-way merge: what both sides typed is there, and what cannot be decided is said."""

import random
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.pages.merge import BETWEEN, THEIRS, YOURS, Kind, merge

WATCHDOG = 2.0
MARKS = {YOURS, BETWEEN, THEIRS}

# Few different lines make repetitions, many make plain edits; both are wanted.
LINES = st.sampled_from(["", "a", "b", "c", "d", "- item", "# head"]) | st.text("xyz\n", max_size=3)
TEXTS = st.lists(LINES, max_size=12).map("\n".join)


def added(base, side):
    """Lines that one side has more often than the base."""
    return Counter(side.split("\n")) - Counter(base.split("\n"))


@given(TEXTS, TEXTS)
def test_one_side_alone_is_taken_as_it_is(base, side):
    assert merge(base, side, base).text == side
    assert merge(base, base, side).text == side
    assert merge(base, side, side).text == side
    assert merge(base, side, base).conflicts == merge(base, side, side).conflicts == 0


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_that_was_typed_is_lost(base, mine, theirs):
    lines = Counter(merge(base, mine, theirs).text.split("\n"))
    assert added(base, mine) <= lines
    assert added(base, theirs) <= lines


@given(TEXTS, TEXTS, TEXTS)
def test_hunks_hold_the_three_texts(base, mine, theirs):
    merged = merge(base, mine, theirs)
    assert "\n".join(line for hunk in merged.hunks for line in hunk.base) == base
    assert "\n".join(line for hunk in merged.hunks for line in hunk.mine) == mine
    assert "\n".join(line for hunk in merged.hunks for line in hunk.theirs) == theirs
    assert merged.conflicts == sum(hunk.kind is Kind.CONFLICT for hunk in merged.hunks)


@given(TEXTS, TEXTS, TEXTS)
def test_sides_may_be_exchanged(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.conflicts == other.conflicts
    if not one.conflicts:
        assert one.text == other.text


@given(st.data(), st.integers(1, 30))
def test_edits_of_different_lines_merge(data, count):
    base = [f"line {number}" for number in range(count)]
    who = data.draw(st.lists(st.sampled_from(["nobody", "mine", "theirs"]), min_size=count, max_size=count))
    deleted = data.draw(st.sets(st.integers(0, count - 1)))

    def edited(*sides):
        changed = [side in sides for side in who]
        return "\n".join(
            f"{line} by {who[at]}" if changed[at] else line
            for at, line in enumerate(base)
            if not (changed[at] and at in deleted)
        )

    merged = merge("\n".join(base), edited("mine"), edited("theirs"))
    if all(who[at] != "nobody" for at in range(count)) or edited("mine") == "" or edited("theirs") == "":
        return  # a side without a line in common with the base cannot be told apart
    assert merged.conflicts == 0
    assert merged.text == edited("mine", "theirs")


def test_neighbouring_lines_merge():
    merged = merge("one\ntwo\nthree", "ONE\ntwo\nthree", "one\nTWO\nthree")
    assert (merged.text, merged.conflicts) == ("ONE\nTWO\nthree", 0)


def test_a_line_put_in_beside_a_changed_one_merges():
    assert merge("one\ntwo\n", "one\nTWO\n", "one\ntwo\nthree\n").text == "one\nTWO\nthree\n"
    assert merge("one\ntwo\n", "ONE\ntwo\n", "zero\none\ntwo\n").text == "zero\nONE\ntwo\n"


def test_the_same_line_is_a_conflict_that_keeps_both():
    merged = merge("one\ntwo\nthree", "one\n2\nthree", "one\nII\nthree")
    assert merged.text == f"one\n{YOURS}\n2\n{BETWEEN}\nII\n{THEIRS}\nthree"
    assert merged.conflicts == 1


def test_two_insertions_at_one_place_are_a_conflict():
    assert merge("one\ntwo", "one\nmine\ntwo", "one\ntheirs\ntwo").conflicts == 1


def test_a_deletion_against_a_change_is_a_conflict():
    merged = merge("one\ntwo\nthree", "one\nthree", "one\nTWO\nthree")
    assert merged.conflicts == 1
    assert "TWO" in merged.text


def test_the_same_change_is_taken_once():
    merged = merge("one\ntwo\nthree", "one\nTWO\nthree\nmine", "zero\none\nTWO\nthree")
    assert (merged.text, merged.conflicts) == ("zero\none\nTWO\nthree\nmine", 0)


def test_lines_on_which_both_agree_stay_outside_the_marks():
    merged = merge("x", "head\n1\nfoot", "head\n2\nfoot")
    assert merged.text == f"head\n{YOURS}\n1\n{BETWEEN}\n2\n{THEIRS}\nfoot"


def test_texts_with_marks_of_their_own():
    base = f"{YOURS}\na\n{BETWEEN}\nb\n{THEIRS}"
    assert merge(base, base + "\nmine", base).text == base + "\nmine"


def _big():
    chance = random.Random(7)  # the same texts in every run
    few, many = [str(n) for n in range(40)], [str(n) for n in range(11_000)]
    gaps = [line for n in range(180) for line in (f"u{n}", *chance.choices("abcdefgh", k=150))]
    return {
        "empty lines": "\n" * 65_536,
        "one line over and over": "a\n" * 32_000,
        "two lines in turn": "a\nb\n" * 16_000,
        "few lines": "\n".join(chance.choices(few, k=22_000)),
        "all different": "\n".join(many),
        "shuffled": "\n".join(chance.sample(many, len(many))),
        "backwards": "\n".join(reversed(many)),
        "every other repeated": "\n".join("x" if n % 2 else str(n) for n in range(16_000)),
        "each twice": "\n".join(str(min(n, 12_000 - n)) for n in range(12_000)),
        "between landmarks": "\n".join(gaps),
    }


@pytest.mark.parametrize("name", _big())
def test_large_and_repetitive_texts(name):
    texts = _big()
    base = texts[name][:65_536]
    for other in (texts["few lines"], texts["shuffled"], base[1_000:] + base[:1_000], base.replace("1", "2")):
        start = time.process_time()
        merged = merge(base, other, base[::-1])
        assert time.process_time() - start < WATCHDOG
        assert added(base, other) <= Counter(merged.text.split("\n"))
