"""Templates by plain Jinja, so that pages, mails and live fragments use the same ones without a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup

from . import addresses, formats, language, origins
from .clock import iso, now
from .slots import slot
from .text import excerpt

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static" / "dist"
HUES = 12


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one Jinja environment: autoescaping, strict about names, sentences marked by `_`."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # for blocks of {% trans %}
    made.globals.update(_=_sentence, gettext=_sentence, ngettext=_counted)
    made.filters.update(when=when, day=day, number=number, iso=iso)
    made.filters.update(safe_html=safe_html, excerpt=excerpt, initials=initials)
    made.globals.update(
        slot=slot, hue_of=hue_of, fragment=fragment, asset=asset, inline_css=inline_css, now=now
    )
    made.globals.update(locale=language.locale, direction=direction)
    made.globals.update({name: getattr(addresses, name) for name in addresses.__all__})
    made.globals.update(licence_address=origins.licence_address, profile_there=origins.profile_there)
    return made


def lend(name: str, function: Callable[..., Any]) -> None:
    """Give templates a function by name (the composition root lends `may` and the like)."""
    environment().globals[name] = function


def render(template: str, /, **context: Any) -> str:
    """A template filled in.

    Args:
        template: its path below templates/.
        context: what it shows; `viewer` is always named.
    """
    return environment().get_template(template).render(**context)


def fragment(template: str, /, **values: Hashable) -> Markup:
    """A piece of a page that comes from its values alone, kept as long as it is asked for.

    The key is the reader's language and everything that the template reads: a row that changed is another key, so
    nothing is ever invalidated, and nobody is shown a piece whose values the access law did not just give them.

    Args:
        template: its path below templates/; it reads nothing but `values`.
        values: all that it shows, compared by what they hold (rows, frozen dataclasses, strings, numbers).
    """
    return _kept(language.locale(), template, **values)


@lru_cache(maxsize=4_096)  # some 5 KB each: a post with its acts
def _kept(_locale: str, template: str, /, **values: Hashable) -> Markup:
    return Markup(environment().get_template(template).render(**values))  # noqa: S704  escaped by the template


@pass_context
def _sentence(context: Context, sentence: str, /, **values: Any) -> str:
    """`_()` of templates."""
    return _filled(context, language.gettext(sentence), values)


@pass_context
def _counted(context: Context, one: str, many: str, num: int, /, **values: Any) -> str:
    """`ngettext()` of templates; the number fills the gap %(num)d."""
    return _filled(context, language.ngettext(one, many, num), {"num": num, **values})


def _filled(context: Context, sentence: str, values: dict[str, Any]) -> str:
    """With what came from people escaped, as everywhere in a page."""
    if context.eval_ctx.autoescape:
        sentence = Markup(sentence)  # noqa: S704  ours; what fills its gaps is escaped by it
    return language.fill(sentence, values)


def safe_html(stored: str) -> Markup:
    """Stored HTML that core/text.py sanitised when it was saved."""
    return Markup(stored)  # noqa: S704  sanitised at save


def when(at: datetime) -> Markup:
    """A time as an element that the browser shows in its own zone; its own text is the date."""
    return Markup('<relative-time datetime="{}">{}</relative-time>').format(
        iso(at), formats.minute(at, language.locale())
    )


def day(at: datetime) -> str:
    """A date without its time of day."""
    return formats.day(at.date(), language.locale())


def number(value: int) -> str:
    """A whole number as the reader's language writes it."""
    return formats.number(value, language.locale())


def direction() -> str:
    """Where the lines of the reader's language begin."""
    return formats.direction(language.locale())


def initials(name: str) -> str:
    """Two letters that stand for a name in a small square: those its first two words begin with."""
    words = name.split()
    return "".join(word[0] for word in words[:2]) if len(words) > 1 else name[:2]


def hue_of(community_id: str) -> int:
    """Which of the style sheet's twelve hues a community has."""
    return sum(community_id.encode()) % HUES


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    path = STATIC / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


def asset(name: str) -> str:
    """The address of a built file, with its content's hash in its name."""
    return "/static/" + _manifest().get(name, name)


@lru_cache(maxsize=4)
def inline_css(name: str = "app.css") -> Markup:
    """A built style sheet's text, to stand in the page itself (no blocking file before the first paint)."""
    path = STATIC / _manifest().get(name, name)
    return Markup(path.read_text().strip() if path.exists() else "")  # noqa: S704  our own file
