"""Our own pictures in people's text. Their address says how large they are, so nothing is looked up to show them.

Whatever else a text shows as a picture stays a link: a page of ours asks nobody else for anything.
"""

from __future__ import annotations

import re

from .addresses import file_path
from .normal import normalise_line

ALT_LENGTH = 300
# At most so many in one text: each is a row and a check when it is saved.
MOST_PICTURES = 100

_OWN = re.compile(r"/files/([a-z2-7]{12})-([1-9]\d{0,3})x([1-9]\d{0,3})\.webp")
# In what the sanitiser leaves, attributes stand in double quotes and '<' in text is a reference.
_TAG = re.compile(r'<(?:img|a) (?:[^<>"]|"[^"]*")*>')
_LEADS_TO = re.compile(r'\s(?:src|href)="/files/([a-z2-7]{12})[-"]')
_IMAGE = re.compile(r'<img((?:[^<>"]|"[^"]*")*)>')
_ATTRIBUTE = re.compile(r'\s(src|alt)="([^"]*)"')
_BRACKETS = str.maketrans({"[": "(", "]": ")", "\\": "/", "`": "'"})


def size_of(address: str) -> tuple[str, str] | None:
    """Width and height of one of our own pictures, as its address says; None for any other address."""
    found = _OWN.fullmatch(address)
    return (found[2], found[3]) if found else None


def pictures_in(html: str) -> frozenset[str]:
    """The ids of our own pictures that a text's stored HTML shows or leads to."""
    if "/files/" not in html:
        return frozenset()
    return frozenset(id_ for tag in _TAG.findall(html) for id_ in _LEADS_TO.findall(tag))


def only_own(html: str) -> str:
    """The same HTML with pictures from elsewhere replaced by their descriptions."""
    return _IMAGE.sub(_own_or_words, html) if "<img" in html else html


def _own_or_words(image: re.Match[str]) -> str:
    said = dict(_ATTRIBUTE.findall(image[1]))
    # In text quotes stand for themselves.
    return image[0] if size_of(said.get("src", "")) else said.get("alt", "").replace("&quot;", '"')


def picture_markdown(alt: str, id_: str, width: int, height: int) -> str:
    """A picture as it stands in somebody's text."""
    words = normalise_line(alt)[:ALT_LENGTH].translate(_BRACKETS).strip()
    return f"![{words}]({file_path(id_, width, height)})"
