"""The sheet of keys: a page of its own, from which scripts take it for a dialog."""

from __future__ import annotations

from community.access.doors import no_permission
from community.core.web import Answer, page

from . import people


@people.get("/help/keyboard")
@no_permission("the list of keys, which shows nothing of anybody's")
def keyboard() -> Answer:
    """What the keys do."""
    return page("people/keyboard.html")
