"""`throughway demo`: a small living network to look around in, and taking it away again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from community.access.check import require
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import community_path, page_path, person_path, thread_path
from community.core.command_line import Done, works
from community.core.settings import Settings
from community.core.viewer import COMMAND_LINE
from community.people.sign_in.printed import printed_link

from . import playing, records
from .removing import Removed, remove
from .script import MAIN

# What there is of it, in the words of whoever runs it.
MADE = {"person": "people", "community": "communities", "thread": "conversations", "page": "pages"}


@click.command()
@click.option(
    "--remove", "removes", is_flag=True, help="Take it away again, but for what others wrote in it."
)
@works
@permission(Permission.NETWORK_PEOPLE, Permission.NETWORK_CHANGE)
def demo(settings: Settings, *, removes: bool) -> Done:
    """Make a small living network to look around in: people, communities, roadblocks and pages, none of them real.

    Prints a link with which to sign in as one of its people. Run again it adds nothing.

    Example: throughway demo
    """
    if removes:
        require(COMMAND_LINE, Permission.NETWORK_CHANGE)
        return _said_removed(remove(COMMAND_LINE))
    require(COMMAND_LINE, Permission.NETWORK_PEOPLE)
    return _said_made(settings, playing.make(COMMAND_LINE, _shown))


@contextmanager
def _shown(acts: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, else nothing."""
    if not (acts and sys.stderr.isatty()):
        yield lambda _done: None
        return
    with click.progressbar(length=acts, label="Demo", file=sys.stderr) as bar:
        yield bar.update


def _said_made(settings: Settings, made: playing.Made) -> Done:
    main = records.person(MAIN)
    link = printed_link(settings, main) if main is not None else None
    head = "The demo is here" if made.acts else "The demo was here already, and nothing was added"
    there = ", ".join(f"{made.things[kind]} {words}" for kind, words in MADE.items())
    lines = [f"{head}: {there}."]
    if link is not None and main is not None:
        lines.append(f"Look around as {main.name} (the link works once, within 7 days): {link}")
    elif main is not None:
        lines.append(f"Sign in as {main.email} with the password that was chosen: {settings.address}/sign-in")
    lines.append("Take it away again: throughway demo --remove")
    data: dict[str, Any] = {
        "added": made.acts,
        "made": dict(made.things),
        "email": main.email if main is not None else None,
        "link": link,
    }
    return Done("\n".join(lines), data)


def _said_removed(removed: Removed) -> Done:
    """Titles are not told: whoever runs the network reads no more than anybody else."""
    kept = {
        "threads": [thread_path(id_) for id_ in removed.threads],
        "pages": [page_path(id_) for id_ in removed.pages],
        "communities": [community_path(slug) for slug in removed.communities],
        "people": [person_path(handle) for handle in removed.people],
    }
    went = ", ".join(f"{number} {kind}" for kind, number in removed.went.items() if number)
    lines = [f"Gone: {went}." if went else "Nothing of the demo was here to take away."]
    if removed.keeps_something:
        lines.append("Kept, since others have written in it:")
        lines += [f"  {kind}: {' '.join(paths)}" for kind, paths in kept.items() if paths]
    return Done("\n".join(lines), {"removed": removed.went, "kept": kept})
