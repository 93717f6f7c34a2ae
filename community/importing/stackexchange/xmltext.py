"""The text of an XML file in clean pieces, whatever its encoding; a file with a document type is refused.

The parser behind this sees UTF-8 made here and nothing else, so no exotic encoding can hide a `<!DOCTYPE`
from the check.
"""

import codecs
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

PIECE = 1 << 18
LONGEST_PROLOG = 1 << 16
LONGEST_REFERENCE = 12

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BARE_UTF16 = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# A declared name outside this list is read as UTF-8, which is what every dump really is.
_KNOWN = {"iso8859-1": "cp1252", "cp1252": "cp1252", "ascii": "utf-8", "utf-8": "utf-8"}
_PROLOG_PART = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));")
_OPEN_REFERENCE = re.compile(r"&[#0-9a-zA-Z]{0,11}\Z")


class UnsafeDump(ValueError):
    """The file has a document type declaration (entities can be declared there) or hides where it begins."""


def _windows_byte(error: UnicodeError) -> tuple[str, int]:
    """Reads a byte that is no UTF-8 as Windows-1252, the encoding stray bytes nearly always come from."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("throughway-windows-byte", _windows_byte)


def pieces(path: Path) -> Iterator[str]:
    """The file's text in pieces of bounded size, without byte order mark and characters that XML forbids.

    In: the address of the file. Out: at least one piece unless the file is empty; a numeric reference is never
    cut in two. Raises OSError when unreadable, UnsafeDump for a document type or a prolog over 64 KiB.
    """
    with path.open("rb") as file:
        held = ""
        first = True
        for raw in _decoded(file):
            text = held + raw
            if first and len(text) < LONGEST_PROLOG and not _root_begins(text):
                held = text
                continue
            if first:
                _refuse_document_type(text, path.name)
                first = False
            text, held = _hold_back(text)
            yield _clean(text)
        if first and held:
            _refuse_document_type(held, path.name)
        if held:
            yield _clean(held)


def _decoded(file: BinaryIO) -> Iterator[str]:
    head = file.read(PIECE)
    encoding, skip = _encoding(head)
    decoder = codecs.getincrementaldecoder(encoding)(
        "throughway-windows-byte" if encoding == "utf-8" else "replace"
    )
    data = head[skip:]
    while data:
        yield decoder.decode(data)
        data = file.read(PIECE)
    yield decoder.decode(b"", final=True)


def _encoding(head: bytes) -> tuple[str, int]:
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name, len(bom)
    for mark, name in _BARE_UTF16:
        if head.startswith(mark):
            return name, 0
    declared = _DECLARED.match(head[:300])
    if declared is None:
        return "utf-8", 0
    try:
        name = codecs.lookup(declared.group(1).decode("ascii")).name
    except LookupError:
        name = "utf-8"
    return _KNOWN.get(name, "utf-8"), 0


def _after_prolog(text: str) -> str:
    position = 0
    while part := _PROLOG_PART.match(text, position):
        position = part.end()
    return text[position : position + 2]


def _root_begins(text: str) -> bool:
    begin = _after_prolog(text)
    return len(begin) == len("<!") and begin not in ("<!", "<?")


def _refuse_document_type(text: str, name: str) -> None:
    begin = _after_prolog(text)
    if begin == "<!" or (begin == "<?" and len(text) >= LONGEST_PROLOG):
        raise UnsafeDump(f"{name}: document type declarations are refused, and so is a beginning over 64 KiB")
    if not begin and len(text) >= LONGEST_PROLOG:
        raise UnsafeDump(f"{name}: no first element within 64 KiB")


def _hold_back(text: str) -> tuple[str, str]:
    """Splits off a reference that the end of the piece may have cut."""
    cut = _OPEN_REFERENCE.search(text, max(0, len(text) - LONGEST_REFERENCE))
    return (text, "") if cut is None else (text[: cut.start()], text[cut.start() :])


def _clean(text: str) -> str:
    return _REFERENCE.sub(_legal_reference, _ILLEGAL.sub("", text))


def _legal_reference(match: re.Match[str]) -> str:
    number = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    legal = number <= sys.maxunicode and not _ILLEGAL.match(chr(number))
    return match.group(0) if legal else ""
