"""The one writer of pictures. What a text shows is attached within that text's own unit of work: attaching.py."""

from __future__ import annotations

from datetime import timedelta

from community.access.check import require
from community.access.permissions import Permission
from community.core import clockwork
from community.core.action import action
from community.core.clock import now
from community.core.session import session
from community.core.viewer import Viewer
from models import Upload

from .erasing import ERASE, KEPT_FOR
from .pictures import Picture
from .queries import sent_before

SENT_TWICE_WITHIN = timedelta(minutes=10)

# Not an act that others hear of: until a text shows it, nobody but its uploader sees it.


@action
def add(actor: Viewer, picture: Picture) -> Upload:
    """Keep a picture whose file is there already. It is its uploader's alone until a text shows it.

    Sent again within some minutes it is the same one, so that a form sent twice makes the same text twice.
    """
    require(actor, Permission.UPLOAD_ADD)
    twice = sent_before(actor, picture.sent, now() - SENT_TWICE_WITHIN)
    if twice is not None:
        return twice
    upload = Upload(
        uploader_id=actor.person_id,
        digest=picture.digest,
        sent=picture.sent,
        width=picture.width,
        height=picture.height,
        size=len(picture.content),
        at=now(),
    )
    session().add(upload)
    session().flush()
    clockwork.plan(ERASE, upload.id, now() + KEPT_FOR)
    return upload
