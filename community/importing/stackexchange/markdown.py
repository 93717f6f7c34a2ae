"""The HTML of a post, or of a person's own words about themselves, as Markdown."""

from collections.abc import Callable

from community.importing.stackexchange import escape, soup
from community.importing.stackexchange.converter import Converter

Rewrite = Callable[[str], str]


def identity(target: str) -> str:
    """Leaves a link's target as it is."""
    return target


def to_markdown(html: str, rewrite: Rewrite = identity) -> str:
    """Markdown that shows what `html` shows when it is rendered with HTML switched off.

    In: HTML as a dump holds it; `rewrite` gets each link's target as written, relative ones included, and gives
    the one to use. Out: Markdown without HTML. Scripts and unsafe targets are gone, but whoever renders it must
    still sanitise the result like anything else. Nesting beyond any post's leaves the words alone.
    """
    tree = soup.tree(html)
    if tree is None:
        return plain(html)
    try:
        text = str(Converter(rewrite).convert_soup(tree))
    except RecursionError:
        return plain(html)
    return "\n".join(line.rstrip() if not line.strip() else line for line in text.split("\n")).strip("\n")


def plain(html: str) -> str:
    """The words of `html` as Markdown, a paragraph for each run of them."""
    return "\n\n".join(escape.text(line, at_line_start=True) for line in soup.words(html))
