"""Writes the lists in docs/ that say what the code says: permissions, events, errors, calls of the API.

`python -m tools.write_lists` brings them up to date; a test calls `outdated`. A list stands between two marks,
`<!-- list: NAME -->` and `<!-- end -->`; what is around them is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

from flask import Flask

from community import doors, fanout
from community.access.permissions import Permission
from community.access.rules import FRESH_ONLY, RULES
from community.core.errors import ThroughwayError
from community.core.events import catalogue
from community.operations import tidying
from models import StreamEvent
from tools.set_up import ROOT

LIST = re.compile(r"(<!-- list: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
VARIABLE = re.compile(r"<(?:any\((?P<any>[^)]*)\):)?(?:\w+:)?(?P<name>\w+)>")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def main() -> int:
    """Bring every list up to date."""
    for path, text in outdated():
        path.write_text(text, "utf-8")
        print(f"{path.relative_to(ROOT)} is written anew")
    return 0


def outdated() -> Iterator[tuple[Path, str]]:
    """The documents whose lists are not what the code says, with the text that they should have."""
    for path in sorted((ROOT / "docs").rglob("*.md")):
        text = path.read_text("utf-8")
        wanted = LIST.sub(lambda found: found[1] + "\n".join(LISTS[found[2]]()) + "\n" + found[3], text)
        if wanted != text:
            yield path, wanted


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    return [_row(heads), _row("---" for _ in heads), *(_row(row) for row in rows)]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def permissions() -> list[str]:
    """The table of the law, as rules.py has it."""
    rows = (
        [
            f"`{one.code}`{' ✋' if one in FRESH_ONLY else ''}",
            one.sentence,
            *(f"`{cell}`" if cell else "nobody" for cell in RULES[one]),
        ]
        for one in Permission
    )
    return _table(("permission", "sentence", "open", "closed", "private"), rows)


def events() -> list[str]:
    """Every event that is emitted as such, and who hears of it."""
    rows = (
        [f"`{name}`", _first_line(kind), ", ".join(one.name for one in fanout.FANOUT.get(kind, ())) or "–"]
        for name, kind in sorted(catalogue().items())
        if not name.endswith("Event")
    )
    return _table(("event", "what happened", "heard by"), rows)


def errors() -> list[str]:
    """Every error that is raised on purpose, as a problem of the API."""
    found = sorted(_errors(ThroughwayError), key=lambda kind: (kind.status, kind.type))
    return _table(
        ("status", "type", "title"), ([str(kind.status), f"`{kind.type}`", kind.title] for kind in found)
    )


def _errors(kind: type[ThroughwayError]) -> Iterator[type[ThroughwayError]]:
    yield kind
    for one in kind.__subclasses__():
        if one.__module__.startswith("community.") and "type" in vars(one):
            yield from _errors(one)


def calls() -> list[str]:
    """Every call of the API with what it asks for."""
    app = Flask("lists", static_folder=None)
    doors.open_all(app)
    rows = [
        (path.removeprefix("/api/v1"), METHODS.index(method), app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for path in _paths(rule.rule)
        for method in sorted((rule.methods or set()) & set(METHODS))
    ]
    return _table(
        ("call", "does", "asks for"),
        (
            [f"`{METHODS[number]} {path}`", _first_line(door), _asked(door)]
            for path, number, door in sorted(rows, key=lambda row: row[:2])
        ),
    )


def _paths(rule: str) -> Iterator[str]:
    """The rule with names in braces; one path for each choice."""
    choices = [found["any"] for found in VARIABLE.finditer(rule)]
    known = [[one.strip() for one in choice.split(",")] if choice else [""] for choice in choices]
    for chosen in product(*known):
        left = iter(chosen)
        yield VARIABLE.sub(lambda found: next(left) or "{" + found["name"].rstrip("_") + "}", rule)  # noqa: B023


def _asked(door: Callable[..., Any]) -> str:
    named: tuple[Permission, ...] = getattr(door, "permissions", ())
    return ", ".join(f"`{one.code}`" for one in named) or "nothing"


def _first_line(thing: Any) -> str:
    return str(thing.__doc__ or "").split("\n", 1)[0].rstrip(".").replace("|", "or")


def kept() -> list[str]:
    """For how long rows are kept beyond their use, and why."""
    rows = [[f"`{rule.model.__tablename__}`", _days(rule.kept), rule.why] for rule in tidying.RULES.values()]
    last = [
        f"`{StreamEvent.__tablename__}`",
        f"the last {tidying.ENTRIES_KEPT:,} of each",
        tidying.WHY_ENTRIES,
    ]
    return _table(("rows", "kept beyond their use", "why so long"), [*rows, last])


def _days(time: timedelta) -> str:
    for unit, name in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour")):
        if time >= unit:
            return f"{time // unit} {name}{'s' * (time >= 2 * unit)}"
    return "–"


LISTS: dict[str, Callable[[], list[str]]] = {
    "kept": kept,
    "permissions": permissions,
    "events": events,
    "errors": errors,
    "calls": calls,
}


if __name__ == "__main__":
    sys.exit(main())
