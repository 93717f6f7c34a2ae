"""The tree of a post's HTML, put in order before it becomes Markdown."""

import re
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, Tag

from community.importing.stackexchange.lists import note_marks

DEEPEST = 100
# Our pages show quotes and lists only so deep (a list counts twice); below, their marks would show as typed.
DEEPEST_QUOTES = 22
_WEIGHT = {"blockquote": 1, "ul": 2, "ol": 2}
# Also the characters that mark cells, rows and spoilers on the way.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\uf8f0-\uf8f5]")
_BLOCKS = frozenset(
    (
        *("[document]", "p", "div", "li", "ul", "ol", "blockquote", "td", "th", "tr", "table", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "section", "article"),
    )
)
_MERGED = ("strong", "b", "em", "i", "del", "s", "strike")
_LANGUAGE = re.compile(r"language(-all)?:\s*(?:lang-)?([A-Za-z0-9+#._-]{1,30})")
# What the sites write where they mean no language, and highlighting engines' own words.
_NO_LANGUAGE = {"none", "default", "or-just-put-language", "all"}


class _Tag(Tag):
    """A tag that finds what it stands in without a search: the conversion asks every tag for it."""

    def find_parent(self, name: Any = None, attrs: Any = None, **more: Any) -> Tag | None:
        """As `Tag.find_parent`, many times quicker for a mere name."""
        if not isinstance(name, str) or attrs or more:
            return super().find_parent(name, attrs, **more)
        node = self.parent
        while node is not None and node.name != name:
            node = node.parent
        return node


def tree(html: str) -> BeautifulSoup | None:
    """The tree of `html`, None when it nests deeper than a conversion could follow.

    In the tree: no control characters, languages of code moved onto `<pre data-language>`, split emphasis joined.
    """
    soup = BeautifulSoup(_CONTROLS.sub("", html), "html.parser", element_classes={Tag: _Tag})
    if _too_deep(soup):
        return None
    _note_languages(soup)
    tags = [node for node in soup.descendants if isinstance(node, Tag)]
    for tag in tags:
        if tag.name in _MERGED:
            _join_next(tag)
    for tag in tags:
        if tag.name in ("ul", "ol"):
            _adopt(tag)
            note_marks(tag)
    return soup


def words(html: str) -> list[str]:
    """The lines of text of `html` without its markup, however deep it nests."""
    soup = BeautifulSoup(_CONTROLS.sub("", html), "html.parser")
    return [line for line in (" ".join(part.split()) for part in soup.get_text("\n").splitlines()) if line]


def _too_deep(soup: BeautifulSoup) -> bool:
    waiting: list[tuple[Tag, int, int]] = [(soup, 0, 0)]
    while waiting:
        tag, depth, quotes = waiting.pop()
        quotes += _WEIGHT.get(tag.name, 0)
        if depth > DEEPEST or quotes > DEEPEST_QUOTES:
            return True
        waiting.extend((child, depth + 1, quotes) for child in tag.children if isinstance(child, Tag))
    return False


def _note_languages(soup: BeautifulSoup) -> None:
    """A comment `language: lang-x` counts for the next block, `language-all` for all that follow."""
    everywhere = following = ""
    for node in list(soup.descendants):
        if isinstance(node, Comment):
            if match := _LANGUAGE.search(node):
                name = _plain_language(match.group(2))
                everywhere, following = (name, following) if match.group(1) else (everywhere, name)
        elif isinstance(node, Tag) and node.name == "pre":
            node["data-language"] = following or _class_language(node) or everywhere
            following = ""


def _class_language(pre: Tag) -> str:
    tags = [pre, *pre.find_all("code", limit=1)]
    for name in (str(name) for tag in tags for name in tag.get_attribute_list("class") if name):
        for prefix in ("lang-", "language-", "snippet-code-"):
            if name.startswith(prefix):
                return _plain_language(name.removeprefix(prefix))
    return ""


def _plain_language(name: str) -> str:
    name = re.sub(r"[^A-Za-z0-9+#._-]", "", name).lower()
    return "" if name in _NO_LANGUAGE else name


def _join_next(tag: Tag) -> None:
    """`<em>a</em><em>b</em>` would become `*a**b*`, which reads as something else."""
    while isinstance(tag.next_sibling, Tag) and tag.next_sibling.name == tag.name:
        other = tag.next_sibling
        for child in list(other.children):
            tag.append(child.extract())
        other.extract()


def _adopt(items: Tag) -> None:
    """A list directly within a list belongs to the item before it."""
    for child in [c for c in items.children if isinstance(c, Tag) and c.name in ("ul", "ol")]:
        before = child.find_previous_sibling("li")
        if before is not None:
            before.append(child.extract())


def neighbour(tag: PageElement, *, after: bool) -> str:
    """The character right beside `tag`, empty at the edge of its block."""
    node: PageElement | None = tag
    while node is not None:
        sibling = node.next_sibling if after else node.previous_sibling
        if sibling is not None:
            text = sibling.get_text() if isinstance(sibling, Tag | NavigableString) else ""
            if isinstance(sibling, Tag) and sibling.name in ("br", "img"):
                return "" if sibling.name == "br" else "!"
            if text and not isinstance(sibling, Comment):
                return text[0] if after else text[-1]
            node = sibling
            continue
        node = node.parent
        if node is None or (isinstance(node, Tag) and node.name in _BLOCKS):
            return ""
    return ""
