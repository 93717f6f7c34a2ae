"""A picture that came in, made anew by a program of its own, before any lock is taken.

What is sent is never decoded in this process. A few are made at a time; whoever comes meanwhile waits a little.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from community.core.errors import Busy, Invalid
from community.core.language import N_

LARGEST = 25 * 1024 * 1024
AT_ONCE = 2
WAIT_SECONDS = 20.0
# The program's own bound is on CPU time; this one holds whatever it waits for.
SECONDS = 40.0
REFUSED = 3

_PROGRAM = [sys.executable, "-I", str(Path(__file__).with_name("remake.py"))]
# Nothing of ours goes along: the environment may hold the database's password.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}
_places = threading.BoundedSemaphore(AT_ONCE)

TOO_LARGE = N_("This picture is too large: at most 25 megabytes")
REASONS = {
    "unknown": N_("This is no picture that we can show. Send a PNG, JPEG, WebP, GIF or AVIF"),
    "drawing": N_("Drawings (SVG) can carry programs, so we take none. Send it as PNG"),
    "document": N_("This is a document, not a picture. Send a screenshot of the page that matters"),
    "heic": N_("This picture is in a format that few browsers show (HEIC). Send it as JPEG"),
    "large": N_("This picture has more pixels than we can take. Make it smaller, or cut out what matters"),
    "broken": N_(
        "This picture could not be read: it seems to be damaged or cut off. Send it again, or take a new one"
    ),
}


class _Refused(Exception):
    """The name of the reason."""


@dataclass(frozen=True)
class Picture:
    """A picture made anew: pixels and nothing else."""

    content: bytes
    width: int
    height: int
    digest: str
    sent: str
    sent_size: int


def picture_of(data: bytes, field: str) -> Picture:
    """Make a picture anew.

    Args:
        data: what was sent.
        field: as what it was sent.

    Raises:
        Invalid: it is no picture that we take; says why.
        Busy: too many are being made just now.
    """
    if len(data) > LARGEST:
        raise Invalid(field, TOO_LARGE)
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        size, content = _remade(data)
    except _Refused as reason:
        raise Invalid(field, REASONS[str(reason)]) from None
    finally:
        _places.release()
    return Picture(
        content=content,
        width=int(size["width"]),
        height=int(size["height"]),
        digest=hashlib.sha256(content).hexdigest(),
        sent=sent_digest(data),
        sent_size=len(data),
    )


def sent_digest(data: bytes) -> str:
    """What tells one thing sent from another."""
    return hashlib.sha256(data).hexdigest()


def _remade(data: bytes) -> tuple[dict[str, int], bytes]:
    # A file without a name takes the answer, so that the program's bound on what it writes holds.
    with tempfile.TemporaryFile() as answer:
        status = _run(data, answer)
        answer.seek(0)
        line = answer.readline(200)
        if status == REFUSED:
            said = line.decode("ascii", "replace").strip()
            raise _Refused(said if said in REASONS else "broken")
        content = answer.read()
    if status != 0 or not content:
        raise _Refused("broken")
    return json.loads(line), content


def _run(data: bytes, answer: IO[bytes]) -> int:
    """The program's exit status; it is ended when it takes too long."""
    try:
        return subprocess.run(
            _PROGRAM,
            input=data,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            timeout=SECONDS,
            start_new_session=True,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        raise _Refused("large") from None
