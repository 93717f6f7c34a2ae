"""What people lend to other pages: who knows, in a phrase beside the name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from community.core.render import render
from community.core.viewer import Viewer
from models import Page, Person

from .knowledge import known_of, phrases, who_knows_of


def named(viewer: Viewer, people: Sequence[Row[Any]]) -> str:
    """Some people (rows with `id`, `handle` and `name`), each with what they know about."""
    known = phrases(viewer, [one.id for one in people])
    return render("people/_named.html", viewer=viewer, people=people, phrases=known)


def know_about_page(viewer: Viewer, page: Page) -> str:
    """A page's foot: whom one may ask."""
    found = who_knows_of(viewer, page.id)
    return render("people/_know_about.html", viewer=viewer, people=found, page=page) if found else ""


def shown_of(viewer: Viewer, person: Person) -> str:
    """A profile: what they know about, and what they wrote that helped."""
    found = known_of(viewer, person)
    return render("people/_known.html", viewer=viewer, person=person, known=found) if found.reasons else ""
