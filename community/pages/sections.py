"""Where the sections of a page come from, said under their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

from community.core.addresses import post_path, thread_path
from community.core.language import gettext
from community.core.text import Heading

# Of our own renderer's HTML, in which a heading holds no other one.
_HEADING = re.compile(r'<(h[3-6]) id="([^"]+)">.*?</\1>', re.DOTALL)


def with_sources(html: str, contents: Sequence[Heading], sources: Sequence[Row[Any]]) -> str:
    """A page's text, each section that was written up from somewhere with a line that says from where.

    Args:
        html: the text as it is stored.
        contents: its headings.
        sources: what the viewer may read of what it was written up from.
    """
    anchors = {one.text: one.anchor for one in reversed(contents)}
    lines: dict[str, str] = {}
    for one in sources:
        if one.section in anchors:
            lines[anchors[one.section]] = lines.get(anchors[one.section], "") + _line(one)
    return _after_headings(html, lines) if lines else html


def _after_headings(html: str, lines: Mapping[str, str]) -> str:
    return _HEADING.sub(lambda found: found[0] + lines.get(found[2], ""), html)


def _line(source: Row[Any]) -> str:
    path = (
        post_path(source.thread_id, source.title, source.number)
        if source.number
        else thread_path(source.thread_id, source.title)
    )
    return str(
        Markup('<p class="meta">{} <a href="{}">{}</a></p>').format(gettext("From"), path, source.title)
    )
