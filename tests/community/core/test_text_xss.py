"""No text makes a script run: given payloads, in each place where Markdown can put them, encoded or not."""

import ast
import html
import json
import os
import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from urllib.parse import quote

import lxml.html
import pytest

from community.core.text import excerpt, first_sentence, headings, plain, render_markdown, sanitise

TAGS = {
    *(
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "br",
        "hr",
        "blockquote",
        "details",
        "summary",
        "pre",
        "code",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
    ),
    *(
        "tr",
        "th",
        "td",
        "a",
        "img",
        "em",
        "strong",
        "b",
        "i",
        "s",
        "del",
        "ins",
        "sub",
        "sup",
        "kbd",
        "mark",
        "span",
    ),
    "div",
}
ATTRIBUTES = {"href", "src", "alt", "title", "width", "height", "start", "id", "class", "rel", "loading"}
CONTEXTS = {
    "paragraph": "before {} after",
    "link text": "[{}](/x)",
    "link target": "[x]({})",
    "link target in brackets": "[x](<{}>)",
    "reference": "[x]\n\n[x]: {}",
    "link title": '[x](/x "{}")',
    "autolink": "<{}>",
    "bare address": "http://example.org/{}",
    "picture description": "![{}](/x)",
    "picture address": "![x]({})",
    "code block": "```html\n{}\n```",
    "language of code": "```{}\ncode\n```",
    "inline code": "`{}`",
    "table cell": "|a|b|\n|-|-|\n|{}|x|",
    "heading": "# {}",
    "quote": "> {}",
    "spoiler": ">! {}",
    "list": "- [ ] {}",
    "mention": "@{}",
}
ENCODINGS = {
    "as it is": str,
    "character references": lambda payload: "".join(f"&#{ord(character)};" for character in payload),
    "percent": quote,
    "named references": html.escape,
}
OURS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:x",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    '" onmouseover="alert(1)',
    "x' onerror='alert(1)",
    "]]><script>alert(1)</script>",
    "</code></pre><script>alert(1)</script>",
]


class _Reader(HTMLParser):
    """A second, naive way to read HTML, so that no one parser is believed."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    handle_startendtag = handle_starttag


def _elements(output):
    reader = _Reader()
    reader.feed(output)
    yield from reader.tags
    for element in lxml.html.document_fromstring(
        f"<html><body>{output}</body></html>"
    ).body.iterdescendants():
        yield element.tag, element.items()


def faults(output):
    """What must not be in HTML that people's text was made of."""
    for tag, attributes in _elements(output):
        if tag not in TAGS:
            yield f"element {tag}"
        for name, value in attributes:
            if name not in ATTRIBUTES:
                yield f"attribute {name}"
            if name in ("href", "src"):
                address = re.sub(r"[\x00-\x20\s\u180e\u200b]", "", value or "").lower()
                scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
                if scheme and scheme[0] not in ("http:", "https:", "mailto:"):
                    yield f"address {value}"
            if name == "id" and not value.startswith("u-"):
                yield f"id {value}"


def _data():
    folder = os.environ.get("THROUGHWAY_TEST_DATA")
    if not folder or not Path(folder, "adversarial").is_dir():
        pytest.skip("THROUGHWAY_TEST_DATA names no folder with adversarial/: given payloads are not tried")
    return Path(folder, "adversarial")


def _html_payloads():
    folder = _data() / "html_xss"
    payloads = [case["payload"] for case in json.loads((folder / "dompurify_expect.json").read_text())]
    payloads += [
        path.read_text().partition("\n--\n")[0] for path in sorted((folder / "bleach").glob("*.test"))
    ]
    tree = ast.parse((folder / "bleach" / "test_clean.py.txt").read_text())
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return payloads + [one for one in strings if isinstance(one, str) and "<" in one]


def _texts():
    folder = _data()
    texts = [case["markdown"] for case in json.loads((folder / "markdown/commonmark_spec.json").read_text())]
    texts += json.loads((folder / "blns/blns.json").read_text())
    for path in sorted((folder / "markdown").glob("*.md")):
        texts += re.findall(r"^\.\n(.*?)^\.\n.*?^\.$", path.read_text(), re.MULTILINE | re.DOTALL)
    tree = ast.parse((folder / "markdown/test_fuzzer.py.txt").read_text())
    return texts + [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def _judge(sources):
    wrong = []
    for source in sources:
        output = render_markdown(source)
        wrong += [(source, fault) for fault in faults(output)]
        if sanitise(output) != output:
            wrong.append((source, "sanitising twice changes it"))
    assert wrong == []


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("context", CONTEXTS)
def test_our_payloads(context, encoding):
    _judge(CONTEXTS[context].replace("{}", ENCODINGS[encoding](payload)) for payload in OURS)


@pytest.mark.parametrize("payload", OURS)
def test_our_payloads_as_html(payload):
    output = sanitise(f"<p>{payload}</p><a href='{payload}'>x</a><img src=\"{payload}\">")
    assert list(faults(output)) == []
    assert sanitise(output) == output


@pytest.mark.parametrize("context", CONTEXTS)
def test_given_payloads(context):
    template = CONTEXTS[context]
    place = list(CONTEXTS).index(context)
    ways = list(ENCODINGS.values())
    pairs = enumerate(product(_html_payloads(), ways))
    # Every payload in every place, each time in another spelling; with LONG_TESTS=1 in all of them.
    every = bool(os.environ.get("LONG_TESTS"))
    chosen = (pair for n, pair in pairs if every or (n + n // len(ways) + place) % len(ways) == 0)
    _judge(template.replace("{}", encode(payload)) for payload, encode in chosen)


def test_given_payloads_as_html():
    payloads = _html_payloads() + _texts()
    assert len(payloads) > 1_000
    for payload in payloads:
        once = sanitise(payload)
        assert list(faults(once)) == []
        assert sanitise(once) == once


def test_given_texts():
    texts = _texts()
    _judge(texts)
    _judge(f"> - {one}" for one in texts)
    _judge(f"|a|\n|-|\n|{one}|" for one in texts)


def test_plain_forms_promise_nothing_and_never_raise():
    for source in OURS + _html_payloads() + _texts():
        plain(source), excerpt(source), first_sentence(source)
        anchors = [heading.anchor for heading in headings(source)]
        assert all(re.fullmatch(r"u-[\w-]+", anchor) for anchor in anchors)


def test_a_mark_after_a_tag_does_not_eat_it():
    assert render_markdown("\u0338<b>") == "<p>\u0338&lt;b&gt;</p>\n"
    assert sanitise("<p>\u0338</p>") == "<p>\u0338</p>"


def test_control_characters_in_references():
    assert sanitise("<p>a&#11;b</p>") == "<p>ab</p>"
    assert "href" not in sanitise("<a href='java&#11;script:alert(1)'>x</a>")
    assert "href" not in sanitise("<a href='&#xa0;javascript:alert(1)'>x</a>")
