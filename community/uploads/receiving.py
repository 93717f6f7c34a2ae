"""Pictures that come in over HTTP: by the API, or in a form beside the text that shows them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict

from community.core.clock import now
from community.core.errors import TooLarge
from community.core.limits import spend
from community.core.pictures import picture_markdown
from community.core.session import memo, session
from community.core.web import viewer
from models import Upload

from . import store
from .actions import SENT_TWICE_WITHIN, add
from .pictures import LARGEST, TOO_LARGE, picture_of, sent_digest
from .queries import is_own_roadblock, sent_before

F = TypeVar("F", bound=Callable[..., Any])

# In a form: the file's field, and the text's.
FIELD, TEXT = "picture", "body"
# Somewhat more than the largest picture: then it is refused beside its field, and the text is still there.
ROOM = 40 * 1024 * 1024
PIECE = 100 * 1024
# What stands for a picture until somebody says what it shows.
WORDS = "picture"


class PictureTooLarge(TooLarge):
    """More bytes than a form with a picture may have."""

    title = TOO_LARGE


def takes_pictures(door: F) -> F:
    """Let a door take as much as a picture needs; all others take a megabyte."""
    door.takes_pictures = True  # type: ignore[attr-defined]
    return door


def make_room() -> None:
    """Before anything of a request is read: signed-in people may send pictures where a door takes them."""
    if _is_for_pictures() and viewer().is_signed_in:
        request.max_content_length = ROOM


def too_large() -> TooLarge:
    """What to say of a request that is too large even so."""
    return PictureTooLarge() if _is_for_pictures() else TooLarge()


def _is_for_pictures() -> bool:
    door = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(door, "takes_pictures", False))


def read_file(file: FileStorage | None) -> bytes | None:
    """What a file holds, as far as it could be a picture; None where none was chosen."""
    return file.stream.read(LARGEST + 1) if file is not None and file.filename else None


def receive(data: bytes, field: str, thread_id: str = "") -> Upload:
    """Take in a picture: count it, make it anew, keep it.

    Args:
        data: what was sent.
        field: as what, for what is said of it.
        thread_id: the thread it is for, where that is there already.

    Raises:
        Invalid: it is no picture that we take; says why.
        TooSoon, Busy: not now.
    """
    who = viewer()
    _count(len(data), thread_id)
    twice = sent_before(who, sent_digest(data), now() - SENT_TWICE_WITHIN)
    if twice is not None:
        return twice
    session().rollback()  # no snapshot is held open while it is made
    memo().clear()
    picture = picture_of(data, field)
    store.put(picture.digest, picture.content)
    return add(who, picture)


def _count(size: int, thread_id: str) -> None:
    own = bool(thread_id) and is_own_roadblock(viewer(), thread_id)
    spend(viewer(), "upload", own_roadblock=own)
    if not own:
        spend(viewer(), "upload_size", cost=max(1, math.ceil(size / PIECE)))


def take_picture(thread_id: str = "") -> None:
    """A picture chosen in a form comes into the form's text, at its end. From then on the form is as if typed so.

    Args:
        thread_id: the thread it is for, where that is there already.

    Raises:
        Invalid, TooSoon, Busy: as `receive`; the form is as it was.
    """
    data = read_file(request.files.get(FIELD))
    if data is None:
        return
    upload = receive(data, FIELD, thread_id)
    fields: MultiDict[str, str] = MultiDict(request.form)
    shown = picture_markdown(WORDS, upload.id, upload.width, upload.height)
    fields[TEXT] = f"{fields.get(TEXT, '').rstrip()}\n\n{shown}".lstrip("\n")
    request.form = ImmutableMultiDict(fields)
    request.__dict__.pop("values", None)  # made of the form as it was
