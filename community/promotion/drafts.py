"""What comes in when something is written up."""

from __future__ import annotations

from community.core.drafting import Draft, Line, Title
from community.pages.drafts import Kind


class WriteUpDraft(Draft):
    """Nothing is demanded. `page` is an existing page's id; in the form `answer` is the one that leads."""

    page: Line = ""
    title: Title | None = None
    kind: Kind | None = None


class PutIntoDraft(Draft):
    """The page it is put into instead."""

    page: Title
