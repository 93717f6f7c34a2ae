"""Spoilers: a quote that begins with `>!` is shown folded, and unfolded by whoever wants to read it.

Further lines of it may begin with `>!` or with `>` alone. `>![` is a quoted picture.
"""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.rules_block import StateBlock, blockquote

from community.core.bounds import Budget

SPOILER = "spoiler"
# The same word in the languages that we have; the browser says for itself that it can be unfolded.
SUMMARY = "<summary>Spoiler</summary>\n"
_MARK = ">!"


def quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as all rules
    """Block rule in place of the parser's own for quotes, which it is but for the mark."""
    if silent or not _has_mark(state, start) or not Budget.of(state.env).spoiler():
        return blockquote(state, start, end, silent)
    text, first = state.src, len(state.tokens)
    # To the parser's own rule the mark is a space, so that it reads the rest as any quote's.
    state.src = _without(text, list(_marks(state, start, end)))
    found = blockquote(state, start, end, silent)
    if not found:
        state.src = text
        return False
    for token in (state.tokens[first], state.tokens[-1]):
        token.tag = "details"
    state.tokens[first].attrs["class"] = SPOILER
    return True


def _has_mark(state: StateBlock, line: int) -> bool:
    place = state.bMarks[line] + state.tShift[line]
    return state.src.startswith(_MARK, place) and not state.src.startswith("[", place + len(_MARK))


def _marks(state: StateBlock, start: int, end: int) -> Iterator[int]:
    """Where the marks of a spoiler's lines are."""
    for line in range(start, end):
        place = state.bMarks[line] + state.tShift[line]
        if not state.src.startswith(">", place):
            return
        if _has_mark(state, line):
            yield place + 1


def _without(text: str, places: list[int]) -> str:
    pieces, last = [], 0
    for place in places:
        pieces += [text[last:place], " "]
        last = place + 1
    return "".join([*pieces, text[last:]])
