"""The drafted text: nobody's words are changed, and no part swallows another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from community.core.text import headings, normalise, render_markdown
from community.promotion.compose import Draught, Way, closed, compose, has_steps, plain_heading, section

BITS = st.sampled_from(
    [
        "```",
        "````",
        "~~~",
        "```py",
        " ```",
        "    ```",
        "> quote",
        "- item",
        "text",
        "",
        "[a]: /b",
        "<!--",
        "<pre>",
        "***",
        "1. x",
    ]
)
TEXTS = st.lists(BITS, min_size=1, max_size=8).map("\n".join)


@given(TEXTS, TEXTS)
def test_a_text_swallows_nothing_after_it(first, second) -> None:
    joined = closed(first) + "\n\n# Last heading here\n\n" + closed(second)
    assert [one.text for one in headings(joined)].count("Last heading here") == 1


@given(TEXTS)
def test_no_line_is_changed(text) -> None:
    kept = closed(text).split("\n")
    assert [line for line in text.split("\n") if line.strip()] == [line for line in kept if line.strip()][
        : len([line for line in text.split("\n") if line.strip()])
    ]


@given(st.text(min_size=1, max_size=60).map(lambda text: " ".join(normalise(text).split())).filter(str.strip))
def test_a_title_is_shown_as_it_is(title) -> None:
    shown = headings(f"# {plain_heading(title)}")
    assert [one.text for one in shown] == [" ".join(title.split())]


def test_what_has_no_content_is_left_out() -> None:
    assert compose(Draught("T", "", (Way("do it"),))) == ("do it", 1)
    assert compose(Draught("T", "why", (Way("do it"),)))[0] == "# Problem\n\nwhy\n\n# Steps\n\ndo it"
    assert compose(Draught("T", "", (Way("do it", "lock"),)))[0] == "# Cause\n\nlock\n\n# Steps\n\ndo it"


def test_what_there_is_no_room_for_is_left_out_last_things_first() -> None:
    whole = Draught("T", "p" * 50, (Way("s" * 50), Way("o" * 50)))
    assert compose(whole, room=300)[1] == 2
    text, ways = compose(whole, room=140)
    assert (ways, "p" * 50 in text, "s" * 50 in text) == (1, True, True)
    assert compose(whole, room=60) == ("s" * 50, 1)


def test_a_section_stands_below_its_title() -> None:
    text, _ways = compose(Draught("T", "# Steps\nof mine", (Way("do"), Way("or do"))))
    made = section("Export *stops*", text)
    assert made.startswith("# Export \\*stops\\*\n\n## Problem\n\n")
    assert "\n## Another way\n" in made
    assert "<em>" not in render_markdown(made)


def test_steps_are_told_from_talk() -> None:
    assert has_steps("1. a\n2. b")
    assert has_steps("- a\n- b")
    assert not has_steps("just - so\n1.5 times")
    assert not has_steps("- one thing")
