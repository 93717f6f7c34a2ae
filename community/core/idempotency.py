"""`Idempotency-Key` on a POST of the API, or of a form that a script sends: what is sent again is done once.

A key is kept for a day. Its row is written in the very transaction of the act, without its answer; the answer is
added after it. Should the process die in between, the key sent again finds the row and does nothing a second time.
"""

from __future__ import annotations

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, Response, g, request
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from models import IdempotencyKey

from .action import action, before_commit
from .clock import now
from .delivering import is_sent_by_script
from .errors import Conflict, Invalid
from .session import session
from .web import is_api, viewer

KEPT = timedelta(days=1)
KEY_LENGTH = 100
HTTP_ERRORS = 400
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


@dataclass
class Pending:
    """A key whose act has not been done yet in this request."""

    person_id: str
    key: str
    request_hash: str
    is_written: bool = False


_pending: ContextVar[Pending | None] = ContextVar("pending_key", default=None)


def init_app(app: Flask) -> None:
    """Have every POST that may carry the header honour it."""
    app.before_request(_replay)
    app.after_request(_keep)
    before_commit(_write)


def _replay() -> Response | None:
    _pending.set(None)
    key = request.headers.get("Idempotency-Key", "")
    if request.method != "POST" or not key or not viewer().person_id:
        return None
    if not is_api() and not is_sent_by_script():
        return None
    if len(key) > KEY_LENGTH or not key.isprintable():
        raise Invalid(
            "Idempotency-Key", "This should be at most %(most)d printable characters", most=KEY_LENGTH
        )
    person_id = viewer().person_id or ""
    digest = _digest()
    row = session().get(IdempotencyKey, (person_id, key))
    if row is None or now() - row.at > KEPT:
        _pending.set(Pending(person_id, key, digest))
        return None
    return _answer(row, digest)


def _digest() -> str:
    """What tells one request from another: its path and its body, of a form its parts.

    A form's own encoding differs each time it is sent, and so may its token: only what is said in it counts.
    """
    found = hashlib.sha256(request.path.encode() + b"\0")
    if request.mimetype not in FORMS:
        found.update(request.get_data(cache=True))
        return found.hexdigest()
    for name, value in request.form.items(multi=True):
        if name != "csrf_token":
            found.update(f"{name}\0{value}\0".encode())
    for name, file in request.files.items(multi=True):
        content = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
        file.stream.seek(0)
        found.update(f"{name}\0{file.filename}\0{content}\0".encode())
    return found.hexdigest()


def _answer(row: IdempotencyKey, digest: str) -> Response:
    """The earlier answer.

    Raises:
        Conflict: another request under the same key, or one whose answer was lost.
    """
    if row.request_hash != digest:
        raise Conflict("This key was used for another request")
    if not row.status:
        raise Conflict("This was done, but its answer was lost: read what it made instead")
    g.is_replayed = True
    headers = {"Location": row.location} if row.location else {}
    return Response(row.answer, status=row.status, headers=headers, mimetype="application/json")


def _write() -> None:
    """Within the act's own transaction."""
    pending = _pending.get()
    if pending is None or pending.is_written:
        return
    pending.is_written = True
    session().execute(
        delete(IdempotencyKey).where(
            IdempotencyKey.person_id == pending.person_id,
            IdempotencyKey.key == pending.key,
            IdempotencyKey.at < now() - KEPT,
        )
    )
    row = IdempotencyKey(
        person_id=pending.person_id, key=pending.key, request_hash=pending.request_hash, status=0, at=now()
    )
    session().add(row)
    try:
        session().flush()
    except IntegrityError as error:
        raise Conflict("The same request is being done just now") from error


def _keep(response: Response) -> Response:
    pending = _pending.get()
    _pending.set(None)
    # Done, and yet no good answer: then the row without one says that it was done.
    if pending is not None and pending.is_written and response.status_code < HTTP_ERRORS:
        _keep_answer(pending, response)
    return response


@action
def _keep_answer(pending: Pending, response: Response) -> None:
    row = session().get(IdempotencyKey, (pending.person_id, pending.key))
    if row is not None:
        row.status = response.status_code
        row.location = response.headers.get("Location", "")
        row.answer = response.get_data(as_text=True)
