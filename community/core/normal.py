"""Text as it may be stored: one form of Unicode, one kind of newline, nothing invisible that breaks things."""

import re
import unicodedata

# C0 controls but tab and newline, DEL, and lone surrogates, which neither UTF-8 nor a database can hold.
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# Embeddings, overrides and isolates, which make a title read as another one (U+202A-202E, U+2066-2069).
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# UAX #15 section 13, 'Stream-Safe Text Format': at most 30 combining marks in a row.
_MARKS_IN_A_ROW = 30
# The four marks that come apart into two.
_DOUBLE_MARKS = str.maketrans(
    {mark: unicodedata.normalize("NFD", mark) for mark in ("\u0344", "\u0f73", "\u0f75", "\u0f81")}
)
_GRAPHEME_JOINER = "\u034f"


def storable(text: str) -> str:
    """CRLF and CR as a newline; control characters but tab and newline and lone surrogates removed.

    This much is right for HTML too. NFC is not: it would make one character of a tag's '>' and U+0338.
    """
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def normalise(text: str) -> str:
    """Text of one or many lines in the form that is stored and compared.

    NFC, and `storable`. No script loses a letter. Never raises; applying it twice changes nothing.
    """
    text = storable(text)
    return text if text.isascii() else unicodedata.normalize("NFC", _stream_safe(text))


def normalise_line(text: str) -> str:
    """Text as one line (titles, names): as `normalise`, without bidi controls, white space collapsed."""
    return " ".join(_BIDI_CONTROLS.sub("", normalise(text)).split())


def _stream_safe(text: str) -> str:
    """Break runs of more than 30 combining marks with U+034F, which shows nothing (UAX15-D4).

    Without this, sorting the marks of one long run is quadratic: 64 KB took 4.8 s of CPU.
    """
    text = text.translate(_DOUBLE_MARKS)
    pieces: list[str] = []
    start = run = 0
    for at, character in enumerate(text):
        if character < "\u0300" or not unicodedata.combining(character):
            run = 0
            continue
        run += 1
        if run > _MARKS_IN_A_ROW:
            pieces += (text[start:at], _GRAPHEME_JOINER)
            start, run = at, 1
    return "".join((*pieces, text[start:])) if pieces else text
