"""Spoilers: folded, unfolded by a press, without a script; and a quote stays a quote."""

import pytest

from community.core.bounds import MAX_SPOILERS
from community.core.stripped import stripped
from community.core.text import excerpt, headings, mentions, plain, render_markdown, sanitise

OPEN = '<details class="spoiler">\n<summary>Spoiler</summary>\n'
FOLDED = [
    (">! the butler", f"{OPEN}<p>the butler</p>\n</details>\n"),
    (">!the butler", f"{OPEN}<p>the butler</p>\n</details>\n"),
    (">! one\n>! two\n>!\n>! three", f"{OPEN}<p>one<br>\ntwo</p>\n<p>three</p>\n</details>\n"),
    (">! one\n>\n> two", f"{OPEN}<p>one</p>\n<p>two</p>\n</details>\n"),
    (">!\n> - a\n> - b", f"{OPEN}<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</details>\n"),
    (
        ">! ```\n>! x\n>!  y\n>! ```",
        f'{OPEN}<pre class="highlight"><code>x\n y\n</code></pre>\n</details>\n',
    ),
    ("before\n>! hidden", f"<p>before</p>\n{OPEN}<p>hidden</p>\n</details>\n"),
    (">! one\n\n>! two", f"{OPEN}<p>one</p>\n</details>\n" + f"{OPEN}<p>two</p>\n</details>\n"),
    ("> >! within", f"<blockquote>\n{OPEN}<p>within</p>\n</details>\n</blockquote>\n"),
]


@pytest.mark.parametrize(("source", "html"), FOLDED)
def test_a_quote_that_begins_with_the_mark_is_folded(source, html):
    assert render_markdown(source) == html
    assert sanitise(html) == html


@pytest.mark.parametrize(
    "source",
    [
        "> ! said",
        "> said\n>! loudly",
        ">![picture](https://e.example/a.png)",
        "```\n>! x\n```",
        "`>! x`",
        "a >! b",
    ],
)
def test_anything_else_is_not(source):
    html = render_markdown(source)
    assert "<details" not in html
    assert "!" in html or "picture" in html


def test_words_are_kept_for_search_titles_and_excerpts():
    source = ">! @ana hid *this*\n>\n> # Heading"
    assert plain(source) == "@ana hid this\n\nHeading"
    assert excerpt(source) == "@ana hid this Heading"
    assert mentions(source) == ("ana",)
    assert headings(source) == []
    assert stripped(render_markdown(">! hidden")) == "Spoiler\nhidden"


def test_what_is_more_than_anybody_hides_is_shown_with_its_marks():
    html = render_markdown(">! a\n\n" * (MAX_SPOILERS + 5))
    assert html.count("<details") == MAX_SPOILERS
    assert html.count("<blockquote>\n<p>! a</p>") == 5
