"""What people typed on the original site as our Markdown: posts from PostHistory, and comments.

Their Markdown allows HTML and takes a single line end for a space; ours does neither.
"""

import re

from markdown_it import MarkdownIt

from community.core import spoilers
from community.core.text import MAX_BODY
from community.importing.stackexchange import escape
from community.importing.stackexchange.fidelity import seen, shown
from community.importing.stackexchange.markdown import Rewrite, identity, to_markdown

_theirs = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_theirs.block.ruler.at(
    "blockquote", spoilers.quote, {"alt": ["paragraph", "reference", "blockquote", "list"]}
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+[^\s<>\"'`\\.,;:!?*_~]")
_CODE_SPAN = re.compile(r"(`+[^`]*`+)")
_COMMENT_LINK = re.compile(
    r"\[([^\[\]\n]{1,500})\]"
    r"\(((?:https?:)?//[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*|/[^\s()<>]*)"
    r"(?: \"([^\"\n]{0,300})\")?\)"
)
_TAG = re.compile(r"\[(?:meta-)?tag:([^\s\[\]()<>]{1,60})\]")
# Before 2020 a heading needed no space after its signs.
_TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^#\s])|(?<![^\n]\n)^(#)(?=[A-Za-z])", re.MULTILINE)
_FENCED = re.compile(r"^( {0,3}(?:```|~~~).*?^ {0,3}(?:```|~~~)[^\n]*$)", re.MULTILINE | re.DOTALL)
_LINE_BEGIN = re.compile(r"^(\s*)([#>+=-]|\d{1,9}(?=[.)]))")


def post_markdown(body: str, typed: str | None, rewrite: Rewrite = identity) -> str:
    """The Markdown of a post's present text.

    In: its HTML and, where the history has it, what its author typed. Out: the author's own Markdown where our
    pages show it as the original site does and no link in it needs rewriting, else the HTML turned to Markdown.
    """
    changed = False

    def noting(target: str) -> str:
        nonlocal changed
        result = rewrite(target)
        changed = changed or result != target
        return result

    converted = to_markdown(body, noting)
    if not typed or changed:
        return converted
    own = typed.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    # Whom the original names with @ is not the person of that handle here; HTML would show as typed.
    # So would a short form of the sites' own.
    if "<" in own or "@" in own or _TAG.search(own):
        return converted
    return own if len(own) <= MAX_BODY and shown(own) == seen(body) else converted


def revision_markdown(typed: str, rewrite: Rewrite = identity) -> str:
    """A former text of a post, of which only what its author typed is known, as our Markdown."""
    own = typed.replace("\r\n", "\n").replace("\r", "\n")
    parts = _FENCED.split(own)
    parts[::2] = [_TIGHT_HEADING.sub(r"\1\2 ", part) for part in parts[::2]]
    own = "".join(parts)
    return to_markdown(str(_theirs.render(_tags(own))), rewrite)


def comment_markdown(text: str, rewrite: Rewrite = identity) -> str:
    """A comment, whose own small Markdown knows emphasis, code and links but no blocks and no HTML."""
    line = _tags(" ".join(text.split()))
    parts = _CODE_SPAN.split(line)
    for index in range(0, len(parts), 2):
        parts[index] = _comment_words(parts[index], rewrite)
    return _LINE_BEGIN.sub(r"\1\\\2" if not line[:1].isdigit() else r"\1\2\\", "".join(parts))


def _tags(words: str) -> str:
    """The sites' own short form of a link to a tag, `[tag:x]`, spelt out; not within code."""
    parts = _CODE_SPAN.split(words)
    return "".join(
        part if index % 2 else _TAG.sub(r"[\1](/questions/tagged/\1)", part)
        for index, part in enumerate(parts)
    )


def _comment_words(words: str, rewrite: Rewrite) -> str:
    made: list[str] = []
    position = 0
    for link in _COMMENT_LINK.finditer(words):
        made.append(_bare(words[position : link.start()], rewrite))
        label = escape.mentions(link.group(1).replace("<", "\\<"))
        made.append(f"[{label}]({escape.target(rewrite(link.group(2)))}{escape.title(link.group(3) or '')})")
        position = link.end()
    made.append(_bare(words[position:], rewrite))
    return "".join(made)


def _bare(words: str, rewrite: Rewrite) -> str:
    """Addresses are rewritten; a changed one keeps its words, as the reader knows them."""
    made: list[str] = []
    position = 0
    for found in _ADDRESS.finditer(words):
        made.append(escape.mentions(words[position : found.start()].replace("<", "\\<")))
        address = found.group(0)
        new = rewrite(address)
        shown = escape.text(address, at_line_start=False)
        made.append(address if new == address else f"[{shown}]({escape.target(new)})")
        position = found.end()
    return "".join([*made, escape.mentions(words[position:].replace("<", "\\<"))])
