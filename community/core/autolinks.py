"""Addresses and mentions in running text: linear scans in place of a general link finder.

Only what says that it is an address becomes a link: http(s)://, www. and e-mail. Bare names are left alone,
since in talk about work 'config.py', 'run.sh' and 'README.md' are files, though .py, .sh and .md are domains.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from community.core.bounds import Budget, TooMuch

MENTION = "mention"
_MAX_ADDRESS = 2_048
_HANDLE_LENGTH = 30
_SCHEME = re.compile(r"(?:^|[^A-Za-z0-9.+-])(https?)$", re.IGNORECASE)
_REST = re.compile(r'://(?=\w)[^\s<>\[\]"`]++')
# Possessive and atomic groups: no character is looked at twice, whatever the text.
_IN_TEXT = re.compile(
    r"""
    (?P<mail> (?<![\w.+@/-]) [A-Za-z0-9.+_-]++ @ [A-Za-z0-9-]++ (?:\.[A-Za-z0-9-]++)++ (?![\w@]) )
    | (?P<www> (?<![\w.@:/-]) [Ww]{3}\.(?=\w) [^\s<>\[\]"`]++ )
    | (?<![\w.@/]) @ (?P<handle> (?> [A-Za-z0-9] (?:[A-Za-z0-9_.-]*[A-Za-z0-9_])? ) ) (?![\w@/])
    """,
    re.VERBOSE,
)
_TRAILING = "?!.,:;*_~'"


@dataclass(frozen=True)
class _Found:
    """An address or a mention at [start, end) of a text, where it leads, and whom it names, if anybody."""

    start: int
    end: int
    href: str
    handle: str = ""


def http_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as all the parser's rules
    """Inline rule: 'http://…' and 'https://…', caught at the colon, before emphasis can cut the address."""
    if silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.src[max(0, state.pos - 6) : state.pos])
    rest = _REST.match(state.src, state.pos, min(state.posMax, state.pos + _MAX_ADDRESS))
    if not scheme or not rest or not state.pending.endswith(scheme[1]):
        return False
    Budget.of(state.env).inline(4)
    tail = _trimmed(rest[0])
    address = scheme[1] + tail
    state.pending = state.pending.removesuffix(scheme[1])
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos += len(tail)
    return True


def addresses_and_mentions(state: StateCore) -> None:
    r"""Core rule after the inline rules: 'www.…', e-mail addresses and '@handle' in text outside links.

    A mention becomes a link with the class 'mention' and its handle in `meta`; nobody is looked up.
    Escapes ('\@ana') are still tokens of their own here, so they are respected.
    """
    budget = Budget.of(state.env)
    for block in state.tokens:
        if block.type != "inline" or not block.children or ("@" not in block.content and not _www(block)):
            continue
        try:
            block.children = list(_linked(block.children, state.md, budget))
        except TooMuch:
            return


def _www(block: Token) -> bool:
    return "www." in block.content.lower()


def _linked(tokens: list[Token], md: MarkdownIt, budget: Budget) -> Iterator[Token]:
    """The same tokens with the text between links cut at what was found in it."""
    depth = 0
    escaped = False
    for token in tokens:
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and not depth and not escaped:
            yield from _cut(token, md, budget)
        else:
            yield token
        escaped = token.type == "text_special"


def _cut(token: Token, md: MarkdownIt, budget: Budget) -> Iterator[Token]:
    text, last = token.content, 0
    for found in _find(text, md):
        budget.inline(4)
        yield _text(text[last : found.start], token.level)
        yield from _link(found, text[found.start : found.end], token.level)
        last = found.end
    yield _text(text[last:], token.level) if last else token


def _find(text: str, md: MarkdownIt) -> Iterator[_Found]:
    for match in _IN_TEXT.finditer(text):
        handle = match["handle"]
        if handle:
            if len(handle) <= _HANDLE_LENGTH:
                yield _Found(match.start(), match.end(), f"/people/{handle.lower()}", handle.lower())
            continue
        address = match["mail"] or _trimmed(match["www"])
        if len(address) <= _MAX_ADDRESS:
            href = md.normalizeLink(("mailto:" if match["mail"] else "http://") + address)
            yield _Found(match.start(), match.start() + len(address), href)


def _link(found: _Found, label: str, level: int) -> Iterator[Token]:
    attrs: dict[str, str | int | float] = {"href": found.href}
    if found.handle:
        attrs["class"] = MENTION
    meta = {MENTION: found.handle} if found.handle else {}
    yield Token("link_open", "a", 1, attrs=attrs, level=level, meta=meta)
    yield _text(label, level + 1)
    yield Token("link_close", "a", -1, level=level)


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it, as in GFM's 'extended autolink path validation'."""
    unmatched = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in _TRAILING or (address[end - 1] == ")" and unmatched > 0)):
        unmatched -= address[end - 1] == ")"
        end -= 1
    return address[:end]
