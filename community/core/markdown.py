"""Markdown (CommonMark with GFM's tables, task lists and strikethrough) to tokens and HTML, within bounds.

Not safe by itself: only `community.core.text` may use this, and it sanitises what comes out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.parser_inline import ParserInline
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, paragraph, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from community.core.autolinks import addresses_and_mentions, http_address
from community.core.bounds import MAX_BODY, Budget, TooMuch
from community.core.headings import number_headings
from community.core.highlight import Allowance, highlight
from community.core.pictures import size_of
from community.core.spoilers import SPOILER, SUMMARY, quote

SCHEMES = frozenset({"http", "https", "mailto"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Spaces and characters without a form: browsers ignore some of them in an address, and no honest one begins so.
_INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\xad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
# Quotes and lists may be this deep (a list counts twice); what is deeper is shown with its marks.
_MAX_DEPTH = 24
_MAX_COLUMNS = 40
_MAX_ADDRESS = 2_048
_MAX_TITLE = 300
# Of a run of marks each one becomes a delimiter, though the run is one step.
_LONG_RUN = re.compile(r"(([*_~])\2{15,})")
_BLOCKS_THAT_END_OTHERS = ["paragraph", "reference", "blockquote", "list"]
# What becomes of a picture: 'picture', 'link' or 'words', kept with its token.
AS = "shown as"
_TASK = {True: "\N{BALLOT BOX WITH CHECK}", False: "\N{BALLOT BOX}"}


@dataclass(frozen=True)
class Parsed:
    """A text as tokens; `tokens` is None where it could not be read within bounds and stays plain."""

    source: str
    tokens: Sequence[Token] | None


@lru_cache(maxsize=8)
def parse(source: str) -> Parsed:
    """Tokens of a normalised text; the last few are kept, as one save asks for HTML, plain text and mentions.

    Never raises: a text too long, too dense or too much for the parser comes back without tokens.
    """
    if len(source) > MAX_BODY:
        return Parsed(source, None)
    try:
        return Parsed(source, tuple(_PARSER.parse(source, {})))
    except Exception:  # noqa: BLE001 - somebody's text is shown even where the parser has a bug
        return Parsed(source, None)


def to_html(parsed: Parsed) -> str:
    """HTML of a parsed text, not yet sanitised; text without tokens is escaped, its lines kept."""
    if parsed.tokens is None:
        return f'<pre class="plain">{escapeHtml(parsed.source)}</pre>\n'
    html: str = _PARSER.renderer.render(parsed.tokens, _PARSER.options, {"code": Allowance()})
    return html


def is_safe_address(address: str) -> bool:
    """Whether a link may lead there: http, https, mailto or relative, and not absurdly long."""
    scheme = _SCHEME.match(_INVISIBLE.sub("", address[:_MAX_ADDRESS]))
    return len(address) <= _MAX_ADDRESS and (scheme is None or scheme[1].lower() in SCHEMES)


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name
        """A target that is not allowed makes no link: the person sees what they typed."""
        return is_safe_address(url)


class _Inline(ParserInline):
    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - the parser's name
        """Looking ahead for the end of a link costs too; this is where brackets would get expensive."""
        Budget.of(state.env).inline()
        super().skipToken(state)


class _Renderer(RendererHTML):
    # The parser gives every method the same four arguments.
    def fence(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        """A block of code, coloured where its language is known."""
        language = (tokens[idx].info.split() or [""])[0]
        code = highlight(tokens[idx].content, language, env["code"])
        return f'<pre class="highlight"><code>{code}</code></pre>\n'

    def code_block(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Code by indentation names no language."""
        return f'<pre class="highlight"><code>{escapeHtml(tokens[idx].content)}</code></pre>\n'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """One of our own is shown; to one from elsewhere a link leads, so that nobody else is asked for it."""
        token = tokens[idx]
        if token.meta[AS] == "picture":
            shown: str = super().image(tokens, idx, options, env)
            return shown
        address = str(token.attrs["src"])
        words = escapeHtml(self.renderInlineAsText(token.children, options, env).strip() or address)
        return words if token.meta[AS] == "words" else f'<a href="{escapeHtml(address)}">{words}</a>'

    def blockquote_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A quote; a spoiler says that it is one, and is unfolded by a press."""
        opening: str = self.renderToken(tokens, idx, options, env)
        return opening + SUMMARY if tokens[idx].attrs.get("class") == SPOILER else opening

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A task's box is a character: no form controls in people's text, and mail can show it."""
        opening: str = self.renderToken(tokens, idx, options, env)
        if "checked" not in tokens[idx].meta:
            return opening
        return f'{opening}<span class="task">{_TASK[tokens[idx].meta["checked"]]}</span> '


def _count_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as all rules
    """First block rule, asked for every line that could begin something: spends, and never matches.

    Where quotes and lists are too deep it reads a paragraph, as the parser itself would drop the rest.
    """
    Budget.of(state.env).block(len(state.tokens), state.level)
    return not silent and state.level >= _MAX_DEPTH and paragraph(state, start, end, silent)


def _count_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as all rules
    """First inline rule: spends a step at each position looked at (an address is dear), never matches."""
    if not silent:
        Budget.of(state.env).inline(5 if state.src[state.pos] == "<" else 1)
    return False


def _narrow_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as all rules
    """Tables as in GFM, of at most 40 columns: each row is filled up to the head's width."""
    if start + 1 >= end:
        return False
    marks = state.src[state.bMarks[start + 1] : state.eMarks[start + 1]]
    return marks.count("|") <= _MAX_COLUMNS + 1 and table(state, start, end, silent)


def _inlines(state: StateCore) -> None:
    """Emphasis, links and code of each block; once the budget is spent the rest is text as typed."""
    budget = Budget.of(state.env)
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        try:
            budget.inline(2 + sum(len(run[0]) for run in _LONG_RUN.findall(token.content)))
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        except TooMuch:
            token.children = [Token("text", "", 0, content=token.content)]


def _finish(state: StateCore) -> None:
    """Headings get level and id, cells a class for their side, links and pictures bounded attributes."""
    number_headings(state.tokens)
    budget = Budget.of(state.env)
    for token in state.tokens:
        style = str(token.attrs.pop("style", ""))
        if style:
            token.attrs["class"] = style.replace("text-align:", "align-")
        links = 0
        for child in token.children or ():
            _bound_attributes(child.attrs, budget)
            links += child.nesting if child.tag == "a" else 0
            if child.type == "image":
                _settle_picture(child, in_link=links > 0)


def _settle_picture(image: Token, *, in_link: bool) -> None:
    """Our own pictures say how large they are; those from elsewhere will be links, or in a link its words."""
    size = size_of(str(image.attrs.get("src", "")))
    image.meta[AS] = "picture" if size else "words" if in_link else "link"
    if size:
        image.attrs["width"], image.attrs["height"] = size
        # Here and not by the sanitiser, which would put them in another order each time.
        image.attrs["loading"], image.attrs["decoding"] = "lazy", "async"


def _bound_attributes(attrs: dict[str, Any], budget: Budget) -> None:
    budget.address(sum(len(str(value)) for value in attrs.values()))
    if len(str(attrs.get("title", ""))) > _MAX_TITLE:
        del attrs["title"]
    href = str(attrs.get("href", ""))
    if href.startswith("#") and not href.startswith("#u-"):
        attrs["href"] = "#u-" + href[1:]


def _make_parser() -> _Parser:
    options = {"html": False, "tasklists": True, "breaks": True, "xhtmlOut": False, "maxNesting": 40}
    md = _Parser("gfm-like", options, renderer_cls=_Renderer)
    md.inline = _Inline()
    md.configure("gfm-like", options)
    md.disable(["html_block", "html_inline"])
    md.block.ruler.before("table", "count", _count_block, {"alt": _BLOCKS_THAT_END_OTHERS})
    md.block.ruler.at("table", _narrow_table, {"alt": ["paragraph", "reference"]})
    md.block.ruler.at("blockquote", quote, {"alt": _BLOCKS_THAT_END_OTHERS})
    md.inline.ruler.before("text", "count", _count_inline)
    md.inline.ruler.at("linkify", http_address)
    md.core.ruler.at("inline", _inlines)
    md.core.ruler.at("linkify", addresses_and_mentions)
    md.core.ruler.push("finish", _finish)
    return md


_PARSER = _make_parser()
