"""Marks of what was read, and addresses that lead to a place in a thread without changing anything."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import page_path, post_path, thread_path
from community.core.errors import NotFound
from community.core.limits import spend
from community.core.notices import notice
from community.core.web import Answer, body, form, see_other, viewer
from models import Page, Thread

from . import actions, queries
from .drafts import ReadDraft

reading = Blueprint("reading", __name__)
MODELS: dict[str, type[Thread | Page]] = {"t": Thread, "w": Page}
LONGEST_NUMBER = 7


def _id_of(ref: str) -> str:
    return ref.split("-", 1)[0]


def _path(thread: Thread, number: int) -> str:
    """Where a post stands; number 1 is the thread's own text."""
    if number <= 1:
        return thread_path(thread.id, thread.title)
    return f"{post_path(thread.id, thread.title, number)}#p{number}"


@reading.post("/<any(t, w):kind>/<ref>/read")
@permission(Permission.COMMUNITY_READ)
def read(kind: str, ref: str) -> Answer:
    """Have read so far: sent by the script for what was on screen, or by a button."""
    model: Any = MODELS[kind]
    thing: Thread | Page = fetch(viewer(), model, _id_of(ref), Permission.COMMUNITY_READ)
    draft = _draft()
    actions.read_up_to(viewer(), thing, draft.number)
    if request.is_json:
        return Response(status=204)
    notice("Marked as read")
    return see_other(
        page_path(thing.id, thing.title) if isinstance(thing, Page) else _path(thing, draft.number)
    )


@reading.post("/t/<ref>/unread")
@permission(Permission.COMMUNITY_READ)
def unread(ref: str) -> Answer:
    """Have a post and all after it be new again."""
    thread = fetch(viewer(), Thread, _id_of(ref), Permission.COMMUNITY_READ)
    draft = _draft()
    actions.unread_from(viewer(), thread, draft.number)
    if request.is_json:
        return Response(status=204)
    notice("Unread from number %(number)s on", number=draft.number)
    return see_other(_path(thread, draft.number))


def _draft() -> ReadDraft:
    spend(viewer(), "reading")
    return body(ReadDraft) if request.is_json else form(ReadDraft)


@reading.get("/t/<ref>/<any(first, unread, worked, last):place>")
@permission(Permission.COMMUNITY_READ)
def go(ref: str, place: str) -> Answer:
    """Go to a place in a thread, wherever it is now. Nothing is read by this."""
    thread = fetch(viewer(), Thread, _id_of(ref), Permission.COMMUNITY_READ)
    if place == "worked":
        return see_other(f"{_path(thread, 1)}#worked")
    found = queries.places(viewer(), thread)
    nothing_new = found.last_number if found.read_up_to is not None else 1
    numbers = {"first": 1, "unread": found.first_unread or nothing_new, "last": found.last_number}
    return see_other(_path(thread, numbers[place]))


@reading.get("/t/<ref>/number")
@permission(Permission.COMMUNITY_READ)
def go_to_number(ref: str) -> Answer:
    """Go to a post by the number that somebody typed; beyond the last, to the last."""
    thread = fetch(viewer(), Thread, _id_of(ref), Permission.COMMUNITY_READ)
    asked = request.args.get("n", "").strip().removeprefix("#")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER):
        raise NotFound
    return see_other(_path(thread, min(int(asked), queries.places(viewer(), thread).last_number)))
