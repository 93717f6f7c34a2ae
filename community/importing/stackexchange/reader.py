"""Reading one table of a dump, row by row."""

from collections.abc import Iterator
from pathlib import Path

from community.importing.stackexchange.elements import Element, read_elements
from community.importing.stackexchange.fields import Unfit
from community.importing.stackexchange.parse import parse
from community.importing.stackexchange.rows import BadRow, Row
from community.importing.stackexchange.tables import Kind


def read_rows(path: Path, kind: Kind) -> Iterator[Row | BadRow]:
    """The typed rows of `path`, which holds the table `kind`, in the file's order and in constant memory.

    What cannot be used comes as a BadRow in its place: a broken element, a missing id, a date or number that is
    none; a cut-off file ends with one. Posts that are neither question nor answer come as SkippedPost.
    Raises UnsafeDump for a file with a document type (nothing of it is parsed), OSError for an unreadable one.
    """
    for pair in read_pairs(path, kind):
        yield pair if isinstance(pair, BadRow) else pair[1]


def read_pairs(path: Path, kind: Kind) -> Iterator[tuple[Element, Row] | BadRow]:
    """As `read_rows`, each row with the element it was read from."""
    for element in read_elements(path):
        if isinstance(element, BadRow):
            yield element
            continue
        try:
            row = parse(kind, element.attributes)
        except Unfit as error:
            yield BadRow(path.name, element.line, str(error))
        else:
            yield element, row
