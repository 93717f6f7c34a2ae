"""The headings of a text: their level below the page's own, their ids, and the list of contents."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from community.core.plain import inline_text

# A page has its own h1 and h2; ids of people's text begin with a mark, so that they shadow nothing.
_LEVEL_SHIFT = 2
_LOWEST_LEVEL = 6
_ID_PREFIX = "u-"
_MAX_ID = 80
_NOT_IN_ID = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Heading:
    """One line of the contents: its level in the page (3-6), its plain text (to be escaped), its id."""

    level: int
    text: str
    anchor: str


def number_headings(tokens: Sequence[Token]) -> None:
    """Give each heading its level in the page and an id that is unique in its text."""
    seen: Counter[str] = Counter()
    for at, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        token.tag = f"h{min(int(token.tag[1]) + _LEVEL_SHIFT, _LOWEST_LEVEL)}"
        if token.nesting == 1:
            token.attrs["id"] = _anchor(inline_text(tokens[at + 1].children or ()), seen)


def contents(tokens: Sequence[Token]) -> list[Heading]:
    """The headings of the text itself, in order; those within quotes and lists are somebody's example."""
    return [
        Heading(int(token.tag[1]), text, str(token.attrs["id"]))
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
        if (text := " ".join(inline_text(tokens[at + 1].children or ()).split()))
    ]


def _anchor(text: str, seen: Counter[str]) -> str:
    """'Before you start' -> 'u-before-you-start'; the second of a name ends in '-2'."""
    slug = _NOT_IN_ID.sub("-", text.lower()[:_MAX_ID]).strip("-") or "section"
    anchor = slug
    while anchor in seen:
        seen[slug] += 1
        anchor = f"{slug}-{seen[slug]}"
    seen[anchor] = 1
    return _ID_PREFIX + anchor
