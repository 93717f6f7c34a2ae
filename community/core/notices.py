"""What the next page says of what was just done."""

from __future__ import annotations

from typing import Any

from flask import flash, get_flashed_messages, session

from .language import Sentence

MOST_ARRIVED = 8


def notice(sentence: str, **values: Any) -> None:
    """Have the next page say what was done.

    Args:
        sentence: in English, as for an error; it is said in the reader's language.
        values: what fills its gaps.
    """
    flash(str(Sentence(sentence, values)))


def notice_said(said: str) -> None:
    """The same for what was put together of several sentences, in the reader's language already."""
    flash(said)


def arrived(place: str) -> None:
    """Have the next page say that a text was sent: only then the browser throws its own copy away.

    Said again only of the last few: who sends much and looks at no page would outgrow what a cookie bears.
    """
    said = [one for one in session.get("_flashes", ()) if one[0] == "arrived"]
    if len(said) >= MOST_ARRIVED:
        session["_flashes"] = [one for one in session["_flashes"] if one is not said[0]]
    flash(place, "arrived")


def waiting() -> dict[str, Any]:
    """What this page says of both, for its frame."""
    return {
        "notices": get_flashed_messages(category_filter=["message"]),
        "arrived": get_flashed_messages(category_filter=["arrived"]),
    }
