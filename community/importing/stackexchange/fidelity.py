"""What a reader sees of a text, to compare an original with what we made of it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from community.core.text import render_markdown
from community.importing.stackexchange.converter import PICTURE

_TOKEN = re.compile(r"\w+|[^\w\s]")
_BREAKS = frozenset(
    (
        *(
            "p",
            "div",
            "li",
            "ul",
            "ol",
            "blockquote",
            "details",
            "pre",
            "table",
            "tr",
            "td",
            "th",
            "br",
            "hr",
            "img",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd"),
    )
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The visible words and signs in their order, and how many of each thing there are.

    A picture is its words here, or where there are none where it leads: our pages ask no other host for one, they link
    to it. `addresses` are those to which links and pictures lead.
    """

    words: tuple[str, ...]
    addresses: int
    spoilers: int
    code_blocks: int
    items: int
    cells: int
    breaks: int


def seen(html: str) -> Seen:
    """What a reader sees of `html`. Characters are compared by their compatible form, so that ² counts as 2."""
    root = lxml_html.fragment_fromstring(html or "<p></p>", create_parent="div")
    parts: list[str] = []
    for event, node in _walk(root):
        if event == "start" and isinstance(node.tag, str):
            parts.append(" " if node.tag in _BREAKS else "")
            parts.append(_own_words(node))
        elif event == "end":
            parts.append(" " if node.tag in _BREAKS else "")
            parts.append(node.tail or "")
    return Seen(
        tuple(_TOKEN.findall(unicodedata.normalize("NFKC", "".join(parts).replace(PICTURE, "")))),
        addresses=len({re.sub("^//", "https://", one) for one in root.xpath(".//a/@href | .//img/@src")}),
        spoilers=len(root.find_class("spoiler")),
        code_blocks=_count(root, "pre[normalize-space()]"),
        items=_count(root, "li"),
        cells=_count(root, "td") + _count(root, "th"),
        breaks=_count(root, "br"),
    )


def _own_words(node: Any) -> str:
    if node.tag == "img":
        around = node.xpath("ancestor::a[@href]")
        return str(node.get("alt") or "").strip() or str(
            (around[-1].get("href") if around else node.get("src")) or ""
        )
    # What says 'spoiler' is no word of the text.
    return "" if node.tag == "summary" else node.text or ""


def _walk(root: Any) -> Any:
    return etree.iterwalk(root, events=("start", "end"))


def _count(root: Any, path: str) -> int:
    return len(root.xpath(f".//{path}"))


def shown(markdown: str) -> Seen:
    """What a reader sees of `markdown` on our pages. Raises ValueError where it is too long for a text."""
    return seen(render_markdown(markdown))
