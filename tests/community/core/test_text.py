"""Markdown as people write it: what they see, what is made of it, what is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.core.text import (
    MAX_BODY,
    Heading,
    excerpt,
    first_sentence,
    headings,
    mentions,
    normalise,
    normalise_line,
    plain,
    render_markdown,
    sanitise,
)

REL = 'rel="nofollow ugc noopener"'
OWN = "/files/abcdefghijkl-640x480.webp"
IMG = f'<img src="{OWN}" alt="the valve" width="640" height="480" loading="lazy" decoding="async">'

RENDERED = [
    (
        "The export *fails* with **error 12**.",
        "<p>The export <em>fails</em> with <strong>error 12</strong>.</p>\n",
    ),
    ("one line\nand the next", "<p>one line<br>\nand the next</p>\n"),
    ("## Steps", '<h4 id="u-steps">Steps</h4>\n'),
    ("###### Small print", '<h6 id="u-small-print">Small print</h6>\n'),
    ("- pump\n- valve", "<ul>\n<li>pump</li>\n<li>valve</li>\n</ul>\n"),
    ("3. third\n4. fourth", '<ol start="3">\n<li>third</li>\n<li>fourth</li>\n</ol>\n'),
    ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
    ("~~old~~", "<p><s>old</s></p>\n"),
    ("`a < b`", "<p><code>a &lt; b</code></p>\n"),
    ("    a < b", '<pre class="highlight"><code>a &lt; b\n</code></pre>\n'),
    ("```\na < b\n```", '<pre class="highlight"><code>a &lt; b\n</code></pre>\n'),
    ("```klingon\na < b\n```", '<pre class="highlight"><code>a &lt; b\n</code></pre>\n'),
    ("[manual](/p/1)", f'<p><a href="/p/1" {REL}>manual</a></p>\n'),
    ("[steps](#steps)", f'<p><a href="#u-steps" {REL}>steps</a></p>\n'),
    (f"![the valve]({OWN})", f"<p>{IMG}</p>\n"),
    (f"[![the valve]({OWN})](/p/1)", f'<p><a href="/p/1" {REL}>{IMG}</a></p>\n'),
    ("![the valve](/u/1.jpg)", f'<p><a href="/u/1.jpg" {REL}>the valve</a></p>\n'),
    ("![a `b`](https://e.test/1.png)", f'<p><a href="https://e.test/1.png" {REL}>a b</a></p>\n'),
    ("![](https://e.test/1.png)", f'<p><a href="https://e.test/1.png" {REL}>https://e.test/1.png</a></p>\n'),
    ("[![in](https://e.test/1.png)](/p/1)", f'<p><a href="/p/1" {REL}>in</a></p>\n'),
    ("![short](/files/abcdefghijkl)", f'<p><a href="/files/abcdefghijkl" {REL}>short</a></p>\n'),
    ("a <b>bold</b> tag", "<p>a &lt;b&gt;bold&lt;/b&gt; tag</p>\n"),
    ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>\n"),
    ("[x](data:text/html,1)", "<p>[x](data:text/html,1)</p>\n"),
    ("\\*not bold\\*", "<p>*not bold*</p>\n"),
    ("", ""),
]


@pytest.mark.parametrize(("source", "html"), RENDERED)
def test_what_is_written_is_shown(source, html):
    assert render_markdown(source) == html


def test_code_is_coloured_by_classes():
    html = render_markdown("```python\nif x: pass\n```")
    assert '<span class="k">if</span>' in html
    assert "style" not in html


def test_tables_keep_their_sides():
    html = render_markdown("| part | price |\n|:--|--:|\n| pump | 12 |")
    assert '<th class="align-left">part</th>' in html
    assert '<td class="align-right">12</td>' in html


def test_a_table_wider_than_40_columns_stays_text():
    source = "|a" * 41 + "|\n" + "|-" * 41 + "|\n"
    assert "<table" not in render_markdown(source)


def test_tasks_show_a_box_and_no_form_control():
    html = render_markdown("- [ ] drain\n- [x] refill")
    assert '<li class="task-list-item"><span class="task">☐</span> drain</li>' in html
    assert '<span class="task">☑</span> refill' in html
    assert "<input" not in html


@pytest.mark.parametrize(
    ("source", "address", "label"),
    [
        ("see http://wiki/a_b_c.", "http://wiki/a_b_c", "http://wiki/a_b_c"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("**https://example.org**", "https://example.org", "https://example.org"),
        ("www.example.org!", "http://www.example.org", "www.example.org"),
        ("ask help@example.org, please", "mailto:help@example.org", "help@example.org"),
        ("<https://example.org>", "https://example.org", "https://example.org"),
    ],
)
def test_addresses_become_links(source, address, label):
    assert f'<a href="{address}" {REL}>{label}</a>' in render_markdown(source)


@pytest.mark.parametrize(
    "source", ["config.py", "run.sh and README.md", "ftp://example.org", "x://y", "http://"]
)
def test_files_and_other_schemes_do_not(source):
    assert "<a" not in render_markdown(source)


def test_a_mention_links_to_the_person():
    html = render_markdown("thanks @ben!")
    assert html == f'<p>thanks <a href="/people/ben" class="mention" {REL}>@ben</a>!</p>\n'


@pytest.mark.parametrize(
    ("source", "handles"),
    [
        ("@ana and @ben, @ana again", ("ana", "ben")),
        ("(@ana) **@ben** _@carla_", ("ana", "ben", "carla")),
        ("ask @ana.", ("ana",)),
        ("@a.b-c_d's", ("a.b-c_d",)),
        ("@Ana", ("ana",)),
        ("| @ana |\n|---|\n| @ben |", ("ana", "ben")),
        ("# @ana\n\n- @ben\n\n> @carla", ("ana", "ben", "carla")),
        ("`@ana`", ()),
        ("```\n@ana\n```", ()),
        ("    @ana", ()),
        ("[@ana](/x)", ()),
        ("![@ana](/x)", ()),
        ("\\@ana", ()),
        ("ana@example.org", ()),
        ("@ana@example.org", ()),
        ("https://example.org/@ana", ()),
        ("@types/node", ()),
        ("@" + "a" * 31, ()),
        ("@" + "a" * 30, ("a" * 30,)),
        ("@-ana @_ana @.ana @", ()),
    ],
)
def test_mentions(source, handles):
    assert mentions(source) == handles
    assert render_markdown(source).count('class="mention"') == (3 if source.count("again") else len(handles))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Valve\n\nIt *leaks*, see [the manual](/p/1).", "Valve\n\nIt leaks, see the manual."),
        ("- drain\n- refill\n\nthen `start()`", "drain\nrefill\n\nthen start()"),
        ("- [ ] drain\n- [x] refill", "drain\nrefill"),
        ("1. drain\n\n2. refill", "drain\n\nrefill"),
        ("| part | price |\n|--|--|\n| pump | 12 |", "part\tprice\npump\t12"),
        ("```python\nif x:\n    pass\n```", "if x:\n    pass"),
        ("![the valve](/u/1.jpg) leaks", "the valve leaks"),
        ("> quoted\n> twice\n\nanswer", "quoted\ntwice\n\nanswer"),
        ("a &amp; b \\* c <b>", "a & b * c <b>"),
        ("---", ""),
    ],
)
def test_plain(source, text):
    assert plain(source) == text


def test_excerpts_end_at_a_word():
    assert excerpt("**The** export\n\nfails") == "The export fails"
    assert excerpt("The export fails again", 12) == "The export…"
    assert excerpt("The export fails again", 17) == "The export fails…"
    assert excerpt("x" * 300, 10) == "x" * 9 + "…"


@given(st.text(max_size=400), st.integers(1, 100))
def test_excerpts_keep_their_length(source, length):
    assert len(excerpt(source, length)) <= length


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("The export fails. What now?", "The export fails."),
        ("Where is the valve? I looked.", "Where is the valve?"),
        ("It needs e.g. version 2. Mine is 1.", "It needs e.g. version 2."),
        ("Version 1.5 fails", "Version 1.5 fails"),
        ("# Leaking valve\n\nIt leaks.", "Leaking valve"),
        ("```\nTraceback: x\nError: y\n```", "Traceback: x"),
        ("![photo](/u/1.jpg)\n\nThis one leaks", "This one leaks"),
        ("![photo](/u/1.jpg) this one leaks", "this one leaks"),
        ("弁が漏れる。どうする。", "弁が漏れる。"),
        ("word " * 40, "word " * 23 + "word…"),
        ("***", "***"),
        ("[a]: /b", "[a]: /b"),
        ("![photo](/u/1.jpg)", ""),
        ("", ""),
        (" \n\t\n", ""),
        ("\u200b\u200d", ""),
    ],
)
def test_a_title_made_of_a_text(source, title):
    assert first_sentence(source) == title


def test_contents_and_html_agree():
    source = "# Start\n\n## A <b> & `c`\n\n> # quoted\n\n# Start\n\n# !\n\nSet\n===\n"
    found = headings(source)
    assert found == [
        Heading(3, "Start", "u-start"),
        Heading(4, "A <b> & c", "u-a-b-c"),
        Heading(3, "Start", "u-start-2"),
        Heading(3, "!", "u-section"),
        Heading(3, "Set", "u-set"),
    ]
    html = render_markdown(source)
    assert all(f'<h{one.level} id="{one.anchor}">' in html for one in found)


@given(st.lists(st.sampled_from(["a", "a-2", "a 2", "A", "!", "é", "u"]), max_size=12))
def test_anchors_are_unique(names):
    anchors = [one.anchor for one in headings("\n\n".join(f"# {name}" for name in names))]
    assert len(anchors) == len(names) == len(set(anchors))


def test_too_long_is_refused():
    assert render_markdown("a" * MAX_BODY)
    with pytest.raises(ValueError, match="65536"):
        render_markdown("a" * (MAX_BODY + 1))


def test_what_is_too_deep_keeps_every_word():
    for source in (">" * 300 + " deep", "- " * 300 + "deep", "> - " * 100 + "deep"):
        assert "deep" in plain(source)
        assert "deep" in render_markdown(source)


def test_beyond_the_budget_text_is_shown_as_typed():
    source = "# Head\n\n" + "**bold** " * 7_000
    html = render_markdown(source)
    assert html.startswith('<h3 id="u-head">Head</h3>')
    assert html.count("**bold**") == 7_000


def test_more_blocks_than_allowed_stay_plain_with_all_their_lines():
    source = "".join(f"# {number} <b>\n" for number in range(6_000))
    assert render_markdown(source) == '<pre class="plain">' + source.replace("<b>", "&lt;b&gt;") + "</pre>\n"
    assert plain(source) == source
    assert mentions(source) == ()
    assert headings(source) == []


def test_a_long_reference_is_not_multiplied():
    source = "[a]: /" + "x" * 2_000 + "\n\n" + "[a] " * 10_000
    assert len(render_markdown(source)) < 10 * MAX_BODY


def test_normalise():
    assert normalise("a\r\nb\rc\td\n") == "a\nb\nc\td\n"
    assert normalise("e\u0301") == "\u00e9"
    assert normalise("a\x00\x08\x0b\x1f\x7f\ud800b") == "ab"
    assert normalise("\u05e9\u05dc\u05d5\u05dd \u200f\u202e") == "\u05e9\u05dc\u05d5\u05dd \u200f\u202e"


def test_normalise_line():
    assert normalise_line("  two\nlines\u2028and\tmore ") == "two lines and more"
    assert normalise_line("invoice\u202efdp.exe\u2066") == "invoicefdp.exe"


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
    line = normalise_line(text)
    assert normalise_line(line) == line


@given(
    st.text(
        alphabet=st.sampled_from("ab \n*_`~[]()!<>#-+=|\\&;@:/.w\"'1h\u0301\u202e\ud800\x00"), max_size=300
    )
)
def test_nothing_is_too_odd_to_be_shown(source):
    html = render_markdown(source)
    assert sanitise(html) == html
    for function in (plain, mentions, headings, excerpt, first_sentence):
        function(source)
    assert bool(first_sentence(source)) or not normalise_line(source).strip("\u202e") or "![" in source
