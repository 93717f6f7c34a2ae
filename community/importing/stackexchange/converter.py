"""HTML tags to Markdown, on top of markdownify: what it loses or leaves open is filled in here."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bs4.element import Comment, NavigableString, Tag
from markdownify import ASTERISK, ATX, BACKSLASH, MarkdownConverter

from community.importing.stackexchange import escape, scripts
from community.importing.stackexchange.cells import CELL, ROW, table
from community.importing.stackexchange.soup import neighbour

# A link to anything else would be shown as typed, brackets and all.
_SCHEMES = frozenset({"", "http", "https", "mailto"})
_LONGEST_ADDRESS = 2_000
_LINE = re.compile(r"^(.*)", re.MULTILINE)
_INNER_EDGE = re.compile(r"^([^\w\s`*~\\(\[!<&]*)(.*?)((?:(?<!\\)[^\w\s`*~\\)\]>;])*)$", re.DOTALL)


class Converter(MarkdownConverter):
    """One conversion; `rewrite` is given every link's target as it stands in the HTML."""

    def __init__(self, rewrite: Callable[[str], str]) -> None:
        super().__init__(
            heading_style=ATX, newline_style=BACKSLASH, strong_em_symbol=ASTERISK, wrap=True, wrap_width=None
        )
        self._rewrite = rewrite

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """Text outside code, escaped; whether it begins a line decides what must be."""
        self._starts_line = not neighbour(el, after=False).strip()
        self._before_markup = isinstance(el.next_sibling, Tag)
        return str(super().process_text(el, parent_tags=parent_tags))

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Called by markdownify for text outside code."""
        return escape.text(text, at_line_start=self._starts_line, before_markup=self._before_markup)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link; one whose target is no web or mail address keeps its words alone."""
        before, after, words = _chomp(" ".join(text.split(" ")))
        address = _safe(self._rewrite(str(el.get("href") or "").strip()))
        if not address or "_noformat" in parent_tags or "\n\n" in words:
            return text
        if not words:
            return before or after
        return f"{before}[{words}]({escape.target(address)}{escape.title(str(el.get('title') or ''))}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture with its words, wherever it stands."""
        alt = escape.text(" ".join(str(el.get("alt") or "").split()), at_line_start=False)
        address = _safe(str(el.get("src") or "").strip())
        if not address:
            return alt
        return f"![{alt}]({escape.target(address)}{escape.title(str(el.get('title') or ''))})"

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An embedded video becomes a link to it."""
        address = _safe(str(el.get("src") or "").strip())
        return (
            f"\n\n[{escape.text(address, at_line_start=False)}]({escape.target(address)})\n\n"
            if address
            else ""
        )

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An inline code span; within `<pre>` the block does it."""
        if "_noformat" in parent_tags:
            return text
        before, after, words = _chomp(" ".join(re.split(r"[ \n]+", el.get_text())))
        return f"{before}{escape.code(words)}{after}" if words else before or after

    convert_kbd = convert_samp = convert_tt = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A code block; in a table's cell, which has one line, a code span."""
        for line_break in el.find_all("br"):
            line_break.replace_with("\n")
        words = el.get_text().removeprefix("\n").rstrip().replace("\r\n", "\n").replace("\r", "\n")
        if not words.strip():
            return ""
        if "_inline" in parent_tags:
            return f" {escape.code(' '.join(words.split()))} "
        return f"\n\n{escape.block(words, str(el.get('data-language') or ''))}\n\n"

    def _marked(self, el: Tag, text: str, mark: str, parent_tags: set[str]) -> str:
        """Emphasis, only where Markdown would see it as such: beside a letter, punctuation goes outside."""
        if "_noformat" in parent_tags:
            return text
        before, after, words = _chomp(text)
        if not words or "\n\n" in words or el.find_parent(el.name):
            return text
        left = not before and neighbour(el, after=False).isalnum()
        right = not after and neighbour(el, after=True).isalnum()
        if left or right:
            edges = _INNER_EDGE.match(words)
            lead, inner, tail = edges.groups() if edges else ("", words, "")
            lead, inner = (lead, inner) if left else ("", lead + inner)
            inner, tail = (inner, tail) if right else (inner + tail, "")
            if not _word_edges(inner, left, right):
                return text
            return f"{before}{lead}{mark}{inner}{mark}{tail}{after}"
        return f"{before}{mark}{words}{mark}{after}"

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Strong emphasis."""
        return self._marked(el, text, "**", parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Emphasis."""
        return self._marked(el, text, "*", parent_tags)

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Struck out text."""
        return self._marked(el, text, "~~", parent_tags)

    convert_b = convert_strong
    convert_i = convert_cite = convert_dfn = convert_em
    convert_s = convert_strike = convert_del

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Raised text in Unicode's own characters where it has them."""
        return text if "_noformat" in parent_tags else scripts.raised(text)

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Lowered text in Unicode's own characters where it has them."""
        return text if "_noformat" in parent_tags else scripts.lowered(text)

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A hard break, except at a block's end, where it would show as a backslash."""
        if "_inline" in parent_tags:
            return " "
        return "\\\n" if neighbour(el, after=True).strip() or _more_follows(el) else "\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 - markdownify's name
        """A heading; closing number signs are words here."""
        words = " ".join(text.split())
        if "_inline" in parent_tags or not words:
            return f" {words} "
        words = re.sub(r"(^|\s)(#+)$", r"\1\\\2", words)
        return f"\n\n{'#' * min(max(n, 1), 6)} {words}\n\n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A quotation; a spoiler keeps the sites' own mark, `>!`."""
        words = text.strip("\n")
        if "_inline" in parent_tags or not words.strip():
            return f" {words.strip()} "
        spoiler = "spoiler" in el.get_attribute_list("class")
        quoted = _LINE.sub(lambda m: f"> {m.group(1)}" if m.group(1) else ">", words)
        return f"\n\n{quoted.replace('> ', '>! ', 1) if spoiler else quoted}\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A list; in a table's cell its items follow one another."""
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        begins_late = el.name == "ol" and _start(el) != 1  # such a list cannot follow a line of text directly
        if "li" in parent_tags:
            follows = _followed(el)
            return ("\n\n" if begins_late else "\n") + text.rstrip() + ("\n\n" if follows else "\n")
        return f"\n\n{text.rstrip()}\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An item, indented by its mark; an empty one keeps its place in the count."""
        words = text.strip()
        if "_inline" in parent_tags:
            return f" • {words} "
        mark = _mark(el)
        if not words:
            return f"{mark.strip()}\n"
        indent = " " * len(mark)
        body = _LINE.sub(lambda m: indent + m.group(1) if m.group(1) else "", words)
        return f"{mark}{body[len(mark) :]}\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A term of a list of definitions, on a line of its own."""
        words = " ".join(text.split())
        return f"\n\n**{words}**\n\n" if words and "_inline" not in parent_tags else f" {words} "

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """What the term means."""
        return f"\n\n{text.strip()}\n\n" if "_inline" not in parent_tags else f" {text.strip()} "

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A cell on one line; it fills as many columns as it spans."""
        span = str(el.get("colspan") or "1")
        columns = min(max(int(span), 1), 50) if re.fullmatch(r"[0-9]{1,4}", span) else 1
        return " ".join(text.split()) + CELL * columns

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A row; a first row of header cells only is the table's head."""
        cells = el.find_all(["td", "th"], recursive=False)
        head = bool(cells) and all(cell.name == "th" for cell in cells)
        return f"{text}{'h' if head else ''}{ROW}"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A table, or, within a table's cell, its words."""
        if "_inline" in parent_tags:
            return re.sub(f"[{CELL}{ROW}]h?", " ", text)
        return table(text)

    def convert_caption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A table's caption becomes a row of its own at its top."""
        return f"{' '.join(text.split())}{CELL}{ROW}" if text.strip() else ""


def _chomp(text: str) -> tuple[str, str, str]:
    """The space before, the space after, and the words between them."""
    return text[:1] if text[:1] == " " else "", text[-1:] if text[-1:] == " " else "", text.strip()


def _followed(el: Tag) -> bool:
    """Whether anything to be read follows `el` within its parent."""
    return any(
        isinstance(node, Tag) or str(node).strip()
        for node in el.next_siblings
        if not isinstance(node, Comment)
    )


def _more_follows(el: Tag) -> bool:
    return isinstance(el.next_sibling, Tag) and el.next_sibling.name == "img"


def _word_edges(inner: str, left: bool, right: bool) -> bool:
    good_left = not left or inner[:1].isalnum()
    good_right = not right or inner[-1:].isalnum()
    return bool(inner) and good_left and good_right


def _start(el: Tag) -> int:
    number = str(el.get("start") or "1")
    return int(number) if re.fullmatch(r"[0-9]{1,9}", number) else 1


def _mark(item: Tag) -> str:
    """Lists that follow one another directly take another mark, or they would become one."""
    parent: Any = item.parent
    siblings = 0
    before = parent.find_previous_sibling() if parent is not None else None
    while before is not None and before.name == parent.name and not _text_between(before):
        siblings += 1
        before = before.find_previous_sibling()
    if parent is not None and parent.name == "ol":
        number = _start(parent) + len(item.find_previous_siblings("li"))
        return f"{number}{'.)'[siblings % 2]} "
    return f"{'-*'[siblings % 2]} "


def _text_between(el: Tag) -> bool:
    node = el.next_sibling
    while isinstance(node, NavigableString):
        if str(node).strip():
            return True
        node = node.next_sibling
    return False


def _safe(address: str) -> str:
    """The address, with https where it leaves the scheme open; empty when it is none to follow."""
    squeezed = re.sub(r"[\x00-\x20\x7f]+", "", address)
    try:
        scheme = urlsplit(squeezed).scheme.lower()
    except ValueError:
        return ""
    if scheme not in _SCHEMES or (not scheme and re.match(r"[^/?#]*:", squeezed)):
        return ""
    if len(address) > _LONGEST_ADDRESS:
        return ""
    return f"https:{address}" if address.startswith("//") else address
