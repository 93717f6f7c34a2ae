"""Pictures that nobody's text shows any more, or ever did, are erased: the row first, then the file."""

from __future__ import annotations

from datetime import timedelta

from community.core import clockwork
from community.core.clock import now
from community.core.session import session
from models import Upload

from . import store
from .queries import is_attached, is_in_a_draft, named

ERASE, SWEEP = "erase_upload", "sweep_uploads"
ALL_FILES = "uploads"
# For a text that shows it: after that it is looked at again each day, as long as a draft does.
KEPT_FOR = timedelta(days=1)
SOON = timedelta(minutes=1)


def erase_upload(upload_id: str) -> None:
    """Erase a picture that hangs on nothing; one that a draft of its uploader shows is kept for another day."""
    upload = session().get(Upload, upload_id)
    if upload is None or is_attached(upload):
        return
    if is_in_a_draft(upload):
        clockwork.once_more(ERASE, upload_id, now() + KEPT_FOR)
        return
    session().delete(upload)
    if not clockwork.is_planned(SWEEP, ALL_FILES):
        clockwork.plan(SWEEP, ALL_FILES, now() + SOON)


def sweep(_all: str) -> None:
    """Remove the files that no row names any more."""
    store.sweep(named)


def register() -> None:
    """Say what is done when the time is over."""
    clockwork.on_due(ERASE, erase_upload)
    clockwork.on_due(SWEEP, sweep)
