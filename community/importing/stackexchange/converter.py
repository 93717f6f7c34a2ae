"""HTML tags to Markdown, on top of markdownify: what it loses or leaves open is filled in here."""

# ruff: noqa: ARG002 - markdownify hands every method the same three arguments

import re
from collections.abc import Callable

from bs4.element import NavigableString, Tag
from markdownify import ASTERISK, ATX, BACKSLASH, MarkdownConverter

from community.importing.stackexchange import escape, scripts
from community.importing.stackexchange.cells import CELL, ROW, SIDES, table
from community.importing.stackexchange.lists import followed, start
from community.importing.stackexchange.lists import mark as bullet
from community.importing.stackexchange.soup import neighbour
from community.importing.stackexchange.targets import safe

# Names a picture that a link stands for, in every language.
PICTURE = "\N{FRAME WITH PICTURE}"
_SIDE = re.compile(r"text-align:\s*(left|center|right)\b", re.IGNORECASE)
_LINE = re.compile(r"^(.*)", re.MULTILINE)
# Signs that may stand outside emphasis by themselves: none that is, opens or closes markup.
_LOOSE = re.compile(r"[^\w\s`*~\\()\[\]!<>&;]")


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
        return str(super().process_text(el, parent_tags=parent_tags))  # type: ignore[misc]  # not in its stub

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Called by markdownify for text outside code."""
        return escape.text(text, at_line_start=self._starts_line, before_markup=self._before_markup)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link; one whose target is no web or mail address keeps its words alone."""
        before, after, words = _chomp(" ".join(text.split(" ")))
        address = safe(self._rewrite(str(el.get("href") or "").strip()))
        if not address or "_noformat" in parent_tags or "\n\n" in words:
            return text
        if not words:
            return before or after
        link = f"[{words}]({escape.target(address)}{escape.title(str(el.get('title') or ''))})"
        return f"{before}{link}{self._pictures(el, address)}{after}"

    def _pictures(self, el: Tag, address: str) -> str:
        """Within a link a picture is its words; one that lies elsewhere than the link leads follows it."""
        sources = dict.fromkeys(self._source(img) for img in el.find_all("img"))
        return "".join(f" [{PICTURE}]({escape.target(one)})" for one in sources if one not in ("", address))

    def _source(self, el: Tag) -> str:
        return safe(self._rewrite(str(el.get("src") or "").strip()))

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture with its words, wherever it stands; our pages show a link to it, so words beside it keep off."""
        address, words = self._source(el), " ".join(str(el.get("alt") or "").split())
        around = el.find_parent("a")
        leads = safe(self._rewrite(str(around.get("href") or "").strip())) if around is not None else ""
        if not address or leads not in ("", address):
            return escape.text(words or leads, at_line_start=False)
        before = " " if neighbour(el, after=False).strip() else ""
        after = " " if neighbour(el, after=True).strip() else ""
        alt, title = escape.text(words, at_line_start=False), escape.title(str(el.get("title") or ""))
        return f"{before}![{alt}]({escape.target(address)}{title}){after}"

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An embedded video becomes a link to it."""
        address = safe(str(el.get("src") or "").strip())
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
        lead = _loose(words) if left else 0
        tail = _loose(words[lead:][::-1]) if right else 0
        inner = words[lead : len(words) - tail]
        if not inner or (left and not inner[0].isalnum()) or (right and not inner[-1].isalnum()):
            return text
        return f"{before}{words[:lead]}{mark}{inner}{mark}{words[len(words) - tail :]}{after}"

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
        """A quotation; a spoiler keeps the sites' own mark, `>!`, which stands alone before a list or block."""
        words = text.strip("\n")
        if "_inline" in parent_tags or not words.strip():
            return f" {words.strip()} "
        quoted = _LINE.sub(lambda m: f"> {m.group(1)}" if m.group(1) else ">", words)
        if "spoiler" in el.get_attribute_list("class"):
            first = next((child.name for child in el.children if isinstance(child, Tag)), "p")
            quoted = quoted.replace("> ", ">! ", 1) if first == "p" else f">!\n{quoted}"
        return f"\n\n{quoted}\n\n"

    convert_details = convert_blockquote

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A list; in a table's cell its items follow one another."""
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        begins_late = el.name == "ol" and start(el) != 1  # such a list cannot follow a line of text directly
        if "li" in parent_tags:
            follows = followed(el)
            return ("\n\n" if begins_late else "\n") + text.rstrip() + ("\n\n" if follows else "\n")
        return f"\n\n{text.rstrip()}\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An item, indented by its mark; an empty one keeps its place in the count."""
        words = text.strip()
        if "_inline" in parent_tags:
            return f" • {words} "
        mark = bullet(el)
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
        side = _SIDE.search(f"{el.get('style') or ''};text-align:{el.get('align') or ''}")
        return " ".join(text.split()) + (SIDES[side[1].lower()] if side else "") + CELL * columns

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A row; a first row of header cells only is the table's head."""
        cells = el.find_all(["td", "th"], recursive=False)
        head = bool(cells) and all(cell.name == "th" for cell in cells)
        return f"{text}{'h' if head else ''}{ROW}"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A table, or, within a table's cell, its words."""
        if "_inline" in parent_tags:
            return re.sub(f"[{CELL}{ROW}{''.join(SIDES.values())}]h?", " ", text)
        return table(text)

    def convert_caption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A table's caption becomes a row of its own at its top."""
        return f"{' '.join(text.split())}{CELL}{ROW}" if text.strip() else ""


def _chomp(text: str) -> tuple[str, str, str]:
    """The space before, the space after, and the words between them."""
    return text[:1] if text[:1] == " " else "", text[-1:] if text[-1:] == " " else "", text.strip()


def _more_follows(el: Tag) -> bool:
    return isinstance(el.next_sibling, Tag) and el.next_sibling.name == "img"


def _loose(words: str) -> int:
    """How many signs at the beginning of `words` may stand outside emphasis."""
    return next((place for place, sign in enumerate(words) if not _LOOSE.match(sign)), len(words))
