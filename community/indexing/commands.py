"""`throughway reindex`: the search index built anew, while the site serves or not."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from community.access.doors import no_permission
from community.core.command_line import Done, works
from community.core.errors import ThroughwayError
from community.core.session import session
from community.core.settings import Settings
from community.finder.actions import ask_rebuild
from community.finder.engine import close, engine
from models import public_id
from search import SearchUnavailable

from . import keeper, ownership
from .following import rebuild

LOOK_EVERY_SECONDS = 0.2
Progress = Callable[[int], None]


@click.command()
@works
@no_permission("whoever starts the process holds the disk; it shows nothing of what it reads")
def reindex(_settings: Settings) -> Done:
    """Build the search index anew. Where the site is being served, it goes on and does this itself.

    Example: throughway reindex
    """
    began = time.monotonic()
    of = keeper.expected()
    with _shown(of) as progress:
        documents = _by_ourselves(progress) if _is_ours() else _by_the_server(progress)
    seconds = round(time.monotonic() - began, 1)
    return Done(f"{documents} documents in {seconds} s", {"documents": documents, "seconds": seconds})


def _is_ours() -> bool:
    try:
        ownership.own(0)
    except SearchUnavailable:
        return False
    return True


def _by_ourselves(progress: Progress) -> int:
    try:
        rebuild(progress, session().rollback)
        return engine().check().documents
    except SearchUnavailable as error:
        raise ThroughwayError(f"The index could not be built: {error}") from error
    finally:
        close()
        ownership.release()


def _by_the_server(progress: Progress) -> int:
    """Ask the process that serves, and watch; should it end meanwhile, go on alone."""
    request = public_id()
    ask_rebuild(request)
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        said = _said(request)
        if said is not None:
            progress(int(said["documents"]))
            if said["state"] == "done":
                return int(said["documents"])
            if said["state"] == "failed":
                raise ThroughwayError(f"The index could not be built: {said['problem']}")
        if _is_ours():
            return _by_ourselves(progress)


def _said(request: str) -> dict[str, str] | None:
    """What the process that serves says of this request; None while it has not begun."""
    try:
        said: dict[str, str] = json.loads(keeper.progress_path().read_text())
    except (OSError, ValueError):
        return None
    return said if request in said["requests"] else None


@contextmanager
def _shown(of: int) -> Iterator[Progress]:
    """A bar on a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    with click.progressbar(length=of, label="Indexing", file=sys.stderr) as bar:
        yield lambda done: bar.update(max(0, done - bar.pos))
