"""The `<row/>` elements of a dump's file, streamed: memory stays the same however large the file is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from community.importing.stackexchange.rows import BadRow
from community.importing.stackexchange.xmltext import UnsafeDump, pieces

# The text is whole in spite of these: an unescaped '<' is kept by the parser.
_HARMLESS = frozenset({"ERR_LT_IN_ATTRIBUTE"})


@dataclass(frozen=True, slots=True)
class Element:
    """One `<row/>` as it stands in the file."""

    line: int
    attributes: dict[str, str]


def read_elements(path: Path) -> Iterator[Element | BadRow]:
    """The rows of one file in their order; what cannot be read is a BadRow in its place.

    A cut-off file gives its rows so far and then one BadRow. Raises OSError when the file cannot be opened and
    UnsafeDump for a document type.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        recover=True,  # one broken row must not cost the rows after it
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
    )
    errors = _Errors(path.name)
    for text in pieces(path):
        parser.feed(text.encode("utf-8"))
        errors.read(parser)
        yield from _rows(parser, errors)
    last = _close(parser)
    errors.read(parser)
    yield from _rows(parser, errors)
    yield from errors.rest(last)


def _close(parser: Any) -> str:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        return f"the file cannot be read: {error.msg}"
    return ""


def _rows(parser: Any, errors: "_Errors") -> Iterator[Element | BadRow]:
    for event, element in parser.read_events():
        if event == "start":
            if element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
                raise UnsafeDump(f"{errors.file}: document type declarations are refused")
            if element.tag == "row":
                yield _row(element, errors)
            continue
        element.clear()
        # Clearing alone leaves empty elements hanging on the root; over millions of rows they add up.
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _row(element: Any, errors: "_Errors") -> Element | BadRow:
    line = element.sourceline or 0
    reason = errors.take(line)
    if reason:
        return BadRow(errors.file, line, reason)
    return Element(line, {str(name): str(value) for name, value in element.attrib.items()})


class _Errors:
    """What the parser complained of, by line, each line's complaint to be used once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._seen = 0
        self._lines: dict[int, str] = {}

    def read(self, parser: Any) -> None:
        log = parser.feed_error_log
        for entry in list(log)[self._seen :]:
            if entry.type_name not in _HARMLESS and entry.level_name != "WARNING":
                self._lines.setdefault(entry.line, f"not well-formed: {entry.message.strip()}")
        self._seen = len(log)

    def take(self, line: int) -> str:
        return self._lines.pop(line, "")

    def rest(self, last: str) -> Iterator[BadRow]:
        """What belongs to no row: one entry, since the parser says the same thing of a cut-off file repeatedly."""
        if self._lines:
            line = min(self._lines)
            yield BadRow(self.file, line, f"the file is cut off or damaged here; {self._lines[line]}")
        elif last:
            yield BadRow(self.file, 0, last)
