"""The text of a page, drafted from a thread: pure. What has no content is left out; nobody's words are changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from community.core.text import MAX_BODY

PROBLEM, CAUSE, STEPS, ANOTHER_WAY = "Problem", "Cause", "Steps", "Another way"

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_STEP = re.compile(r"^ {0,3}(?:\d{1,9}[.)]|[-*+])[ \t]+\S", re.MULTILINE)
_MARKUP = re.compile(r"([\\`*_\[\]<>~|&#@:])")
_OWN_HEADING = re.compile(rf"^# (?:{PROBLEM}|{CAUSE}|{STEPS}|{ANOTHER_WAY})$", re.MULTILINE)


@dataclass(frozen=True)
class Way:
    """One way through: what to do, and why it happens where that is known."""

    steps: str
    cause: str = ""


@dataclass(frozen=True)
class Draught:
    """What a thread gives for a page: its title, what stopped somebody, and the ways that worked, best first."""

    title: str
    problem: str
    ways: tuple[Way, ...]


def compose(source: Draught, room: int = MAX_BODY) -> tuple[str, int]:
    """The page's Markdown, as much of it as there is room for, and how many of the ways are in it.

    The first way comes before everything else.
    """
    first = Draught(source.title, source.problem, source.ways[:1])
    bare = Draught(source.title, "", (Way(source.ways[0].steps),))
    for kept in (source, first, bare):
        text = "\n\n".join(_sections(kept))
        if len(text) <= room:
            return text, len(kept.ways)
    return source.ways[0].steps, 1


def _sections(source: Draught) -> Iterator[str]:
    first = source.ways[0]
    cause = first.cause.strip()
    if source.problem:
        yield f"# {PROBLEM}\n\n{closed(source.problem)}"
    if cause:
        yield f"# {CAUSE}\n\n{closed(first.cause)}"
    is_alone = not source.problem and not cause and len(source.ways) == 1
    yield closed(first.steps) if is_alone else f"# {STEPS}\n\n{closed(first.steps)}"
    for way in source.ways[1:]:
        yield another(way)


def another(way: Way) -> str:
    """A further way through, as a section."""
    cause = f"\n\n## {CAUSE}\n\n{closed(way.cause)}" if way.cause.strip() else ""
    return f"# {ANOTHER_WAY}\n\n{closed(way.steps)}{cause}"


def section(title: str, text: str) -> str:
    """A section for an existing page: under a heading of its own, the drafted headings one level lower."""
    return f"# {plain_heading(title)}\n\n{_OWN_HEADING.sub(lambda found: '#' + found[0], text)}"


def plain_heading(title: str) -> str:
    """A title as Markdown that shows exactly this."""
    return _MARKUP.sub(r"\\\1", title)


def closed(text: str) -> str:
    """A text that swallows nothing after it: a block of code that was never ended is ended."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if not found:
            continue
        marks = found[1]
        if not fence:
            fence = marks
        elif marks[0] == fence[0] and len(marks) >= len(fence) and not line.strip().strip(marks[0]):
            fence = ""
    return f"{text.rstrip()}\n{fence}" if fence else text.strip("\n").rstrip()


def has_steps(text: str) -> bool:
    """Whether a text is a list of things to do."""
    return len(_STEP.findall(text)) > 1
