"""Parsed Markdown as text to read without markup: for the index, excerpts, mails and titles."""

from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

_ENDS_A_BLOCK = frozenset({"paragraph_close", "heading_close", "table_close", "tr_close", "blockquote_close"})
_ENDS_A_LIST = ("bullet_list_close", "ordered_list_close")
_BREAKS = ("softbreak", "hardbreak")


def inline_text(tokens: Iterable[Token], *, pictures: bool = True) -> str:
    """The words of a run of inline tokens; pictures count by their description, if asked for."""
    return "".join(_inline_pieces(tokens, pictures=pictures))


def block_text(tokens: Sequence[Token], *, pictures: bool = True) -> str:
    """Readable text of a whole document: blocks apart by an empty line, cells by a tab, code as it is."""
    pieces: list[str] = []
    for token in tokens:
        pieces.extend(_block_pieces(token, pictures=pictures))
        if token.type in _ENDS_A_LIST and token.level == 0:
            pieces.append("\n")
    lines = "".join(pieces).split("\n")
    return _without_gaps(lines)


def has_picture(tokens: Sequence[Token]) -> bool:
    """Whether there is a picture anywhere."""
    return any(child.type == "image" for token in tokens for child in token.children or ())


def _inline_pieces(tokens: Iterable[Token], *, pictures: bool) -> Iterator[str]:
    for token in tokens:
        if token.type in _BREAKS:
            yield "\n"
        elif token.type == "image":
            if pictures:
                yield inline_text(token.children or ())
        else:
            yield token.content


def _block_pieces(token: Token, *, pictures: bool) -> Iterator[str]:
    if token.type == "inline":
        yield inline_text(token.children or (), pictures=pictures)
    elif token.type in ("fence", "code_block"):
        yield token.content + "\n\n"
    elif token.type in ("th_close", "td_close"):
        yield "\t"
    elif token.type in _ENDS_A_BLOCK:
        # In lists without empty lines between their items paragraphs are hidden.
        yield "\n" if token.hidden or token.type == "tr_close" else "\n\n"


def _without_gaps(lines: Iterable[str]) -> str:
    """Lines without blanks at their ends, and never two empty ones in a row."""
    kept: list[str] = []
    for line in map(str.rstrip, lines):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")
