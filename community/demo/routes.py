"""The demo by a press: made in short pieces, so that no request takes long, and taken away in one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from urllib.parse import quote

from flask import Blueprint, request

from community.access.check import insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.notices import notice
from community.core.session import end_session
from community.core.viewer import Viewer
from community.core.web import Answer, own_path, page, see_other, settings, viewer
from community.people.sign_in.printed import printed_link

from . import playing, records
from .removing import remove
from .script import MAIN

demo = Blueprint("demo", __name__)

# How long one press makes it; the page then goes on by itself where there are scripts.
PIECE_SECONDS = 2.0


class _Enough(Exception):
    """This piece is long enough."""


@demo.get("/admin/demo")
@permission(Permission.NETWORK_PEOPLE)
def show_demo() -> Answer:
    """How much of it is there, and what may be done about it."""
    insist(viewer(), Permission.NETWORK_PEOPLE)
    next_ = own_path(request.args.get("next"), "/admin")
    is_going = "going" in request.args
    return page("demo/show.html", standing=records.standing(), next=next_, is_going=is_going)


@demo.post("/admin/demo")
@permission(Permission.NETWORK_PEOPLE)
def make_demo() -> Answer:
    """Make some more of it."""
    insist(viewer(), Permission.NETWORK_PEOPLE)
    end_session()
    # As if a command did it, with a session of its own: nothing of this request is known to those who act in it.
    Context().run(_make_a_piece, viewer())
    return see_other(f"/admin/demo?going=on&next={quote(own_path(request.form.get('next'), '/admin'))}")


@demo.post("/admin/demo/person")
@permission(Permission.NETWORK_CHANGE)
def show_person() -> Answer:
    """A link with which to sign in as one of its people, as the command prints it."""
    insist(viewer(), Permission.NETWORK_CHANGE)
    main = records.person(MAIN)
    link = printed_link(settings(), main) if main is not None else None
    return page("demo/person.html", person=main, link=link)


@demo.post("/admin/demo/removal")
@permission(Permission.NETWORK_CHANGE)
def remove_demo() -> Answer:
    """Take it away, but for what others wrote in it."""
    insist(viewer(), Permission.NETWORK_CHANGE)
    if remove(viewer()).keeps_something:
        notice("The demo is gone, but for what others have written in it.")
    else:
        notice("The demo is gone.")
    return see_other("/admin/demo")


def _make_a_piece(actor: Viewer) -> None:
    try:
        with suppress(_Enough):
            playing.make(actor, _for_a_while)
    finally:
        end_session()


@contextmanager
def _for_a_while(_acts: int) -> Iterator[Callable[[int], None]]:
    until = time.monotonic() + PIECE_SECONDS

    def told(_number: int) -> None:
        if time.monotonic() > until:
            raise _Enough

    yield told
