"""A dump at the edge: looked at without writing anything, or brought into a community."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from community.access.check import insist
from community.access.permissions import Permission
from community.communities.drafts import FoundAtDraft
from community.core.command_line import Done
from community.core.drafting import read
from community.core.errors import Invalid, ThroughwayError, Unreadable
from community.core.viewer import Viewer
from community.importing import actions, queries, report
from community.importing.naming import Dump, Passage
from community.importing.places import workplace
from community.importing.progress import watching
from community.importing.running import Run, Watcher
from community.importing.stackexchange.plan import Plan
from community.importing.stackexchange.survey import survey
from community.importing.stackexchange.tables import Kind, files
from community.importing.stackexchange.xmltext import UnsafeDump
from models import Community

# As the dumps are handed out.
PACKED = ".7z"


@dataclass(frozen=True, slots=True)
class Into:
    """The community as it was asked for: by its address, and how to make it where it is missing."""

    slug: str
    name: str | None = None
    visibility: str | None = None

    def draft(self) -> FoundAtDraft:
        """The community to make; private unless something else was said."""
        name = self.name or self.slug.replace("-", " ").capitalize()
        return read(
            FoundAtDraft, {"slug": self.slug, "name": name, "visibility": self.visibility or "private"}
        )


def look(directory: Path) -> Done:
    """Count what a dump has."""
    dump = _dump(directory)
    with _readable():
        found = survey(directory)
    return Done(report.survey_words(dump, found), report.survey_data(dump, found))


def bring(actor: Viewer, home: Path, directory: Path, into: Into, *, watched: bool) -> Done:
    """Bring a dump into a community; what is here already stays as it is."""
    dump = _dump(directory)
    insist(actor, Permission.IMPORT_RUN)
    there = _present(actor, into)
    draft = into.draft() if there is None else None
    with (
        workplace(home, dump) as workdir,
        watching(wanted=watched) as watcher,
        _readable(),
        _opened(directory, workdir, watcher) as plan,
    ):
        community = there or _made(actor, draft or into.draft(), quiet=not watched)
        tally = Run(actor, plan, Passage(dump, community.id), community).go(watcher)
        return Done(report.words(dump, community, tally, plan), report.data(dump, community, tally, plan))


def _dump(directory: Path) -> Dump:
    """The dump in a folder, as it is unpacked.

    Raises:
        Invalid: it is a file, or has no posts in it; still packed, it says so.
    """
    if directory.is_file():
        if directory.suffix == PACKED:
            raise Invalid("DIR", "%(name)s is packed: unpack it and name the folder", name=directory.name)
        raise Invalid("DIR", "%(name)s is a file: name the folder of the dump", name=directory.name)
    if Kind.POSTS not in files(directory):
        packed = sorted(path.name for path in directory.glob(f"*{PACKED}"))
        if packed:
            raise Invalid(
                "DIR", "There is no Posts.xml in it, but %(name)s: unpack that first", name=packed[0]
            )
        raise Invalid("DIR", "There is no Posts.xml in it")
    return Dump.of(directory.resolve().name)


def _present(actor: Viewer, into: Into) -> Community | None:
    """The community where it is here already.

    Raises:
        Invalid: it is, and not as visible as was asked for.
    """
    found = queries.community_at(actor, into.slug)
    if found is not None and into.visibility not in (None, found.visibility):
        raise Invalid(
            "--visibility", "%(slug)s is %(visibility)s already", slug=found.slug, visibility=found.visibility
        )
    return found


def _made(actor: Viewer, draft: FoundAtDraft, *, quiet: bool) -> Community:
    """A new community, said at once: an import that is stopped goes on under its address."""
    made = actions.make_home(actor, draft)
    click.echo(f"Made the community {made.slug}. Give --community {made.slug} the next time.", err=quiet)
    return made


@contextmanager
def _opened(directory: Path, workdir: Path, watcher: Watcher) -> Iterator[Plan]:
    """The plan of a dump, while its index is made told table by table."""
    heard: dict[Kind, int] = {}

    def progress(kind: Kind, rows: int) -> None:
        if kind not in heard:
            watcher.begun(f"Reading {kind.value}")
        watcher.advanced(rows - heard.get(kind, 0))
        heard[kind] = rows

    with Plan.open(directory, workdir, progress) as plan:
        yield plan


@contextmanager
def _readable() -> Iterator[None]:
    """Say in a line what is wrong with a file that cannot be read safely, or with the index of a run."""
    try:
        yield
    except UnsafeDump as error:
        raise Unreadable("%(error)s", error=str(error)) from error
    except sqlite3.Error as error:
        raise ThroughwayError("The index of the dump failed: %(error)s", error=str(error)) from error
