"""Texts made to keep a server busy: whatever they are, they are shown, and soon.

The ceiling is a watchdog for machines of any speed.
"""

import os
import time
from itertools import product

import pytest

from community.core import text
from community.core.highlight import LANGUAGES, MAX_BLOCK, Allowance, highlight

WATCHDOG = 2.0

PATTERNS = [
    *("[", "![", "![[", "[a](", "[a](b", "[a](<b", "[a](b 'c", "[a][", "[a]", "[*", "[`", "]", "[a](b) "),
    *("`", "`a``", "*", "_", "~", "*a ", "a*", "**a", "*a_ ", "a***b** ", "?c_", "~~a", "**a*b"),
    *(">", "> ", ">*", "> - ", "- ", "1. ", "* ", "- [ ] ", "- a\n", "- a\n\n", "- a\n+ b\n", "> a\nb\n", "> a\n- b\n"),
    *(">!", ">! ", ">! a\n\n", ">! a\n", ">!\n- "),
    *("# a\n", "#", "a\n=\n", "a\n---\n", "---\n", "a\n", "a  \n", "\n", " ", "\t", "\ta\n\n", "# *a* `b`\n"),
    *("&", "&amp;", "&#x41;", "&a", "<", "<a ", "<http:", "<http://a.b>", "<a@b.cc>", "<?", "<!--", "<![CDATA[", "</a"),
    *("www.", "www.www.", "www.a.b ", "http://", "http://a.b/ ", "http://a.b(", "//", "://", "a://", "ftp://a", "a."),
    *("@", "@a ", "a@", "a@b.", "a@b.cc ", "mailto:", "@a.", "a.b-c_d@", "a-", ".", "(@a)"),
    *("[a]: b\n", '[a]: b "\n', "[a]: /x\n\n[a] ", "|", "|a", "|a|\n|-|\n\n", "a|b\n-|-\n", "|`", "\\", "\\*", "\\|"),
    *("```\na\n```\n", "```python\na=1\n```\n", "```", "[*a*](b)\n\n", "**a** `b` [c](d) http://e.f @g &amp;\n"),
    *("\u0301", "\u0301\u0316", "a\u0301", "\u1100\u1161", "\U0001f469\u200d", "\r", "\x00", "<div>", "<b>\n"),
]  # fmt: skip
LAYERS = [
    ("[", "](x)"), ("![", "](x)"), ("[", "]"), ("*", "*"), ("**", "**"), ("(", ")"), ("`", "`"),
    ("<", ">"), ("~~", "~~"),
]  # fmt: skip
SHAPES = {
    "wide table": "|a" * 8_000 + "|\n" + "|-" * 8_000 + "|\n" + "|\n" * 8_000,
    "long table": "|a" * 39 + "|\n" + "|-" * 39 + "|\n" + "x\n" * 32_000,
    "lazy quote": ">" * 32_000 + "\n" + "a\n" * 16_000,
    "stairs": "".join("  " * n + "- a\n" for n in range(250)),
    "deep lines": (">" * 200 + "a\n") * 320,
    "deep lists": ("- " * 50 + "a\n") * 640,
    "long reference": "[a]: /" + "x" * 32_000 + "\n\n" + "[a] " * 8_000,
    "many references": "".join(f"[a{n}]: b\n" for n in range(6_000)),
    "long link": "http://a.b/" + "(" * 65_000,
    "growing ticks": "".join("`" * n + " " for n in range(1, 350)),
}


def _all_ways(source):
    html = text.render_markdown(source)
    text.mentions(source)
    text.headings(source)
    text.excerpt(source)
    text.first_sentence(source)
    return html, text.plain(source)


def _seconds(function, *arguments):
    start = time.process_time()
    result = function(*arguments)
    return time.process_time() - start, result


@pytest.mark.parametrize("pattern", PATTERNS, ids=ascii)
def test_repeated(pattern):
    for size in (text.MAX_BODY // 2, text.MAX_BODY):
        seconds, (html, _) = _seconds(_all_ways, (pattern * size)[:size])
        assert seconds < WATCHDOG
        assert len(html) < 20 * text.MAX_BODY


@pytest.mark.parametrize(("before", "after"), LAYERS, ids=str)
def test_nested(before, after):
    for size in (text.MAX_BODY // 2, text.MAX_BODY):
        layers = (size - 3) // (len(before) + len(after))
        seconds, (_, words) = _seconds(_all_ways, "x " + before * layers + "m" + after * layers)
        assert seconds < WATCHDOG
        assert "m" in words


@pytest.mark.parametrize("source", SHAPES.values(), ids=SHAPES)
def test_shaped(source):
    seconds, (html, _) = _seconds(_all_ways, source[: text.MAX_BODY])
    assert seconds < WATCHDOG
    assert len(html) < 40 * text.MAX_BODY


@pytest.mark.parametrize("pattern", ["\u0301\u0316", "a\u0316\u0301\u0327", "\u0344"], ids=ascii)
def test_marks_upon_marks(pattern):
    source = pattern * (text.MAX_BODY // len(pattern))
    for function in (text.normalise, text.normalise_line):
        seconds, result = _seconds(function, source)
        assert seconds < WATCHDOG
        assert function(result) == result


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<b><a>", "<table><tr><td>", "<i><div>", "<p><b>", "<svg>", "&", "<!--"]
)
def test_raw_html(tag):
    seconds, html = _seconds(text.sanitise, (tag * 32_000)[:32_000])
    assert seconds < WATCHDOG
    assert text.sanitise(html) == html


REPEATED = ["a\n", "\n", " \n", "a b ", '"\\', "(a", "{", "<a ", "/*", "$", "a.b<", "'"]
# A fifth of all pairs, each language and each pattern among them; with LONG_TESTS=1 all of them.
PAIRS = list(product(sorted(set(LANGUAGES.values())), REPEATED))[:: 1 if os.environ.get("LONG_TESTS") else 5]


@pytest.mark.parametrize(("name", "pattern"), PAIRS, ids=ascii)
def test_languages_are_quick(name, pattern):
    language = next(word for word, lexer in LANGUAGES.items() if lexer == name)
    width = 900 // len(pattern) * len(pattern)
    line = (pattern * 900)[:width] + "\n"
    source = (line * 20)[:MAX_BLOCK]
    seconds, html = _seconds(highlight, source, language, Allowance())
    assert seconds < WATCHDOG
    assert html
