"""Brings community/translations up to date with the sentences that templates and code mark.

What is new stands there untranslated until somebody writes its translation; what is said no more is gone.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from tools.set_up import ROOT

CATALOGUES = ROOT / "community" / "translations"
HOW = {".py": "python", ".html": "jinja2.ext:babel_extract", ".txt": "jinja2.ext:babel_extract"}
# Whose first argument (or the one of that number) is a sentence for people.
_ERRORS = "BadToken Conflict Denied Gone NotFound NotSignedIn TooLarge TooSoon Unreadable"
_FIRST = ["N_", "_", "gettext", "Sentence", "notice", *_ERRORS.split()]
KEYWORDS = {**dict.fromkeys(_FIRST), "Invalid": (2,), "ngettext": (1, 2)}


def marked() -> Catalog:
    """Every sentence that is marked, with the files it stands in."""
    found = Catalog(fuzzy=False)
    for folder in ("community", "templates"):
        for file in sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in HOW):
            for sentence in _marked_in(file):
                found.add(sentence, locations=[(file.relative_to(ROOT).as_posix(), 0)])
    return found


def _marked_in(file: Path) -> Iterator[str | tuple[str, ...]]:
    options = {} if file.suffix == ".py" else {"silent": "false"}
    for _line, sentence, *_rest in extract_from_file(HOW[file.suffix], file, KEYWORDS, (), options):
        if sentence and sentence != ("", ""):
            yield sentence


def catalogue(path: Path) -> Catalog:
    """What is written in a catalogue's file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def renewed(path: Path) -> bytes:
    """The text of a catalogue's file as it should be: every marked sentence, with what is translated already."""
    known, wanted = catalogue(path), marked()
    new = Catalog(locale=path.parents[1].name, fuzzy=False, header_comment="", charset="utf-8")
    for message in wanted:
        if message.id:
            was = known.get(message.id)
            new.add(message.id, was.string if was else None, locations=message.locations)
    out = io.BytesIO()
    write_po(out, new, width=110, include_lineno=False, omit_header=False, sort_output=True)
    return _without_dates(out.getvalue())


_CHANGING = ["POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team"]
_CHANGING += ["Project-Id-Version", "Report-Msgid-Bugs-To"]


def _without_dates(text: bytes) -> bytes:
    """The same on every day and on every machine."""
    noise = tuple(f'"{name}'.encode() for name in _CHANGING)
    return b"".join(line for line in text.splitlines(keepends=True) if not line.startswith(noise))


def main() -> int:
    """Write what has changed; tell how much is untranslated."""
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po")):
        path.write_bytes(renewed(path))
        bare = [message.id for message in catalogue(path) if message.id and not is_translated(message.string)]
        print(f"{path.relative_to(ROOT)}: {len(bare)} to translate")
    return 0


def is_translated(said: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether something is written for a sentence, for each number that it may be said of."""
    return all(said) if isinstance(said, (tuple, list)) else bool(said)


if __name__ == "__main__":
    sys.exit(main())
