"""Where things are: every address that the app makes is made here. The slug is decoration."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from .normal import storable

__all__ = [
    "chat_path",
    "community_path",
    "draft_path",
    "file_path",
    "page_path",
    "person_path",
    "place_path",
    "post_path",
    "slug_of",
    "slugify",
    "thread_path",
    "topic_path",
]

SLUG_LENGTH = 60
# Names that no person goes by: 'me' is oneself in addresses; a page may stand beside profiles one day; the others
# would speak for many, for nobody in particular, or for those who run it.
RESERVED_HANDLES = frozenset({
    "me", "all", "new",
    "channel", "everybody", "everyone", "here",
    "anonymous", "nobody", "somebody",
    "admin", "administrator", "support", "system", "throughway",
})  # fmt: skip
# Of what tells names apart: as much as its column holds.
NAME_LENGTH = 80


def slugify(text: str, length: int = SLUG_LENGTH) -> str:
    """Lower-case ASCII words joined by hyphens; empty where nothing of the text can be written so."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words)[:length].strip("-")


def slug_of(name: str) -> str:
    """What tells two names apart: their letters and digits, whatever the script, in lower case; and C# from C++."""
    spelt = (
        unicodedata.normalize("NFC", storable(name).lower()).replace("#", " sharp ").replace("+", " plus ")
    )
    slug = slugify(spelt, NAME_LENGTH)
    has_more = any(not sign.isascii() for sign in unicodedata.normalize("NFKD", spelt) if sign.isalnum())
    if slug and not has_more:
        return slug
    return "-".join(re.findall(r"[^\W_]+", spelt))[:NAME_LENGTH] or "-".join(spelt.split())[:NAME_LENGTH]


def _with_slug(base: str, title: str) -> str:
    slug = slugify(title)
    return f"{base}-{slug}" if slug else base


def thread_path(id_: str, title: str = "") -> str:
    """A thread."""
    return _with_slug(f"/t/{id_}", title)


def post_path(id_: str, title: str, number: int) -> str:
    """An answer or comment of a thread, by its number."""
    return f"{thread_path(id_, title)}/{number}"


def page_path(id_: str, title: str = "") -> str:
    """A page."""
    return _with_slug(f"/w/{id_}", title)


def community_path(slug: str) -> str:
    """A community."""
    return f"/c/{slug}"


def person_path(handle: str) -> str:
    """A person."""
    return f"/people/{handle}"


def topic_path(slug: str) -> str:
    """A topic."""
    return f"/topics/{quote(slug, '')}"


def place_path(system: str, task: str = "") -> str:
    """A point of work."""
    return f"/at/{quote(system, '')}/{quote(task, '')}" if task else f"/at/{quote(system, '')}"


def file_path(id_: str, width: int, height: int) -> str:
    """A picture; its size stands in the address, so that its place is kept free while it loads."""
    return f"/files/{id_}-{width}x{height}.webp"


def chat_path(id_: str) -> str:
    """A chat."""
    return f"/chat/{id_}"


def draft_path(place: str) -> str:
    """Where an unfinished text is gone on with: 't/ID/answer' stands on the thread, 'w/ID' in its editor."""
    kind, _, rest = place.partition("/")
    if kind == "t":
        return f"/t/{rest.split('/')[0]}#write"
    return f"/w/{rest}/edit" if kind == "w" else f"/{place}"
