"""People's text on its way in and out: the one public face of Markdown, and THE one sanitiser.

Every path that shows what somebody wrote goes through here: page, preview, mail, snippet. Nothing else in
the project makes safe HTML of text. All functions are pure and look nothing up.
"""

import re
import unicodedata
from collections.abc import Mapping

import nh3
from markdown_it.token import Token

from community.core import headings as _headings
from community.core import highlight as _highlight
from community.core import markdown as _markdown
from community.core import plain as _plain
from community.core.autolinks import MENTION
from community.core.bounds import MAX_BODY
from community.core.headings import Heading
from community.core.normal import normalise, normalise_line, storable
from community.core.pictures import only_own
from community.core.spoilers import SPOILER

__all__ = [
    "MAX_BODY",
    "RENDERER_VERSION",
    "Heading",
    "excerpt",
    "first_sentence",
    "headings",
    "mentions",
    "normalise",
    "normalise_line",
    "plain",
    "preview",
    "render_markdown",
    "sanitise",
]

# Raised with every change that makes other HTML of the same text; stored beside the HTML.
RENDERER_VERSION = 2
# A sanitiser builds a tree, and deep trees of raw HTML take quadratic time: 64 KB of '<div>' 0.36 s.
MAX_HTML = 4 * 1024 * 1024

_SIDES = {"align-left", "align-center", "align-right"}
_CLASSES = {
    "a": {MENTION},
    "span": {*_highlight.CLASSES, "task"},
    "pre": {"highlight", "plain"},
    "details": {SPOILER},
    "ul": {"contains-task-list"},
    "ol": {"contains-task-list"},
    "li": {"task-list-item"},
    "th": _SIDES,
    "td": _SIDES,
}
_HEADINGS = {"h3", "h4", "h5", "h6"}
_ATTRIBUTES: Mapping[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    **{heading: {"id"} for heading in _HEADINGS},
}
# No svg, math, style, title, textarea, noscript or form: each has let scripts through some sanitiser.
_TAGS = {
    *_HEADINGS,
    *("p", "br", "hr", "blockquote", "details", "summary", "pre", "code", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("a", "img", "em", "strong", "b", "i", "s", "del", "ins", "sub", "sup", "kbd", "mark", "span", "div"),
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    tag_attribute_values={"img": {"loading": {"lazy"}, "decoding": {"async"}}},
    url_schemes=set(_markdown.SCHEMES),
    url_relative=lambda address: address if _markdown.is_safe_address(address) else None,
    link_rel="nofollow ugc noopener",
    id_prefix="u-",
)
_SENTENCE_END = re.compile(r"""[.!?…]['")\]]*(?=\s+[^\sa-z])|[。！？]""")  # noqa: RUF001 - Chinese marks
_ABBREVIATION = re.compile(
    r"(?:^\d+|(?:^|[\s(])(?:[^\W\d]|e\.g|i\.e|etc|vs|cf|No|Mr|Mrs|Ms|Dr|St|z\.\s?B|bzw|ca))\.$"
)


def render_markdown(source: str) -> str:
    """Safe HTML of somebody's Markdown, as it is stored beside its source.

    Headings begin at h3. Raises ValueError above MAX_BODY characters and for nothing else: what cannot be
    rendered within bounds comes out as plain text, every character of it.
    """
    if len(source) > MAX_BODY:
        raise ValueError(f"a text has at most {MAX_BODY} characters, this one {len(source)}")
    return sanitise(_markdown.to_html(_parse(source)))


def preview(source: str) -> str:
    """Safe HTML of a text that is still being written; of one too long to be kept, its beginning."""
    return render_markdown(source[:MAX_BODY])


def sanitise(html: str) -> str:
    """The same HTML with nothing in it that runs, loads from elsewhere or takes over names of the page.

    Idempotent. Raises ValueError above MAX_HTML characters.
    """
    if len(html) > MAX_HTML:
        raise ValueError(f"HTML has at most {MAX_HTML} characters, this has {len(html)}")
    clean = _CLEANER.clean(storable(html))
    # A reference ('&#11;') may have become a character that has to go; what its going joins is looked at again.
    rest = storable(clean)
    return only_own(clean if rest == clean else _CLEANER.clean(rest))


def mentions(source: str) -> tuple[str, ...]:
    """The handles somebody mentions, in order, each once, in lower case; none out of code or links."""
    children = (child for token in _tokens(source) for child in token.children or ())
    return tuple(dict.fromkeys(child.meta[MENTION] for child in children if MENTION in child.meta))


def plain(source: str) -> str:
    """Markdown as readable text without markup; code and descriptions of pictures are kept."""
    parsed = _parse(source)
    return parsed.source if parsed.tokens is None else _plain.block_text(parsed.tokens)


def excerpt(source: str, length: int = 200) -> str:
    """The beginning of the text in one line of at most `length` characters, cut after a word with '…'."""
    return _cut(" ".join(plain(source).split()), length)


def first_sentence(source: str, length: int = 120) -> str:
    """A title made of a text: its first sentence or line.

    Never empty where somebody wrote something; empty for blank texts and those of pictures alone.
    """
    parsed = _parse(source)
    tokens = parsed.tokens or ()
    words = _plain.block_text(tokens, pictures=False) if parsed.tokens is not None else parsed.source
    lines = (line for line in map(normalise_line, words.split("\n")) if _says_something(line))
    line = next(lines, "")
    if not line and not _plain.has_picture(tokens):
        line = normalise_line(parsed.source)
        line = line if _says_something(line) else ""
    return _cut(_sentence(line), length)


def headings(source: str) -> list[Heading]:
    """The list of contents; anchors are the ids in the rendered HTML, texts are plain and need escaping."""
    return _headings.contents(_tokens(source))


def _parse(source: str) -> _markdown.Parsed:
    return _markdown.parse(normalise(source))


def _tokens(source: str) -> tuple[Token, ...]:
    return tuple(_parse(source).tokens or ())


def _says_something(line: str) -> bool:
    """Whether anything of it can be seen: not only spaces, joiners and other marks without a form."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in line)


def _sentence(line: str) -> str:
    for end in _SENTENCE_END.finditer(line):
        sentence = line[: end.end()]
        if not _ABBREVIATION.search(sentence):
            return sentence
    return line


def _cut(line: str, length: int) -> str:
    """The line, or as many whole words as fit with '…'; one long word is cut, but not between its marks."""
    if len(line) <= length:
        return line
    end = max(0, length - 1)
    while end and unicodedata.combining(line[end]):
        end -= 1
    cut = line[:end] if line[end : end + 1] == " " else (line[:end].rpartition(" ")[0] or line[:end])
    return cut.rstrip(" ,;:.–-") + "…"
