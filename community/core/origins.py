"""Where a text comes from that was written elsewhere: the original, its licence, and its author's profile there."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

_CREATIVE_COMMONS = re.compile(r"CC (BY(?:-(?:NC|ND|SA|NC-SA|NC-ND))?) ([1-4]\.[0-9])")


def licence_address(name: str | None) -> str:
    """The address of a licence's text by its short name ('CC BY-SA 4.0'); '' where we do not know it."""
    found = _CREATIVE_COMMONS.fullmatch(name or "")
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else ""


def profile_there(origin: str | None, profile: str | None) -> str:
    """An author's profile on the site that a text is from; '' where it is of another site, or of none."""
    if not origin or not profile:
        return ""
    try:
        return profile if urlsplit(profile).netloc == urlsplit(origin).netloc else ""
    except ValueError:
        return ""


def source_object(row: Any) -> dict[str, Any] | None:
    """`{"url", "licence": {"name", "url"}, "author": {"name", "url"}}` for the API; None of what was written here.

    Args:
        row: has `origin`, `licence`, `author_name` and `author_origin`; the author's are empty where no name is shown.
    """
    if not row.origin and not row.licence:
        return None
    licence = {"name": row.licence, "url": licence_address(row.licence) or None} if row.licence else None
    profile = profile_there(row.origin, row.author_origin) or None
    author = {"name": row.author_name, "url": profile} if row.author_name else None
    return {"url": row.origin, "licence": licence, "author": author}
