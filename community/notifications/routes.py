"""The inbox as a page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request
from sqlalchemy import Row

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.errors import NotFound
from community.core.notices import notice
from community.core.web import Answer, form, own_path, page, see_other, viewer
from models import Page, Thread

from . import actions, queries
from .drafts import UndoDraft
from .objects import grouped, path_of

notifications = Blueprint("notifications", __name__)
SHOWN = 40
ROOTS: dict[str, Any] = {"thread": Thread, "page": Page}


@notifications.get("/inbox")
@permission(Permission.NOTIFICATION_READ)
def inbox() -> Answer:
    """One queue for everything one was told and has not read; `?all=1` has what was read too."""
    insist(viewer(), Permission.NOTIFICATION_READ)
    is_all = request.args.get("all") == "1"
    found = queries.told(viewer(), SHOWN, request.args.get("after"), unread_only=not is_all)
    shown: dict[str, Any] = {"groups": grouped(found.items), "next": found.next, "is_all": is_all}
    return page("notifications/inbox.html", undo=request.args.get("undo", ""), **shown)


@notifications.post("/inbox/<id_>")
@permission(Permission.NOTIFICATION_READ)
def go(id_: str) -> Answer:
    """Go to what it is about, to the first that is unread; it is read then."""
    latest = _mine(id_)
    first = queries.first_unread(viewer(), latest)
    actions.read_about(viewer(), latest)
    return see_other(path_of(first))


@notifications.post("/inbox/<id_>/done")
@permission(Permission.NOTIFICATION_READ)
def done(id_: str) -> Answer:
    """Have read what one was told about the same thing, without going there."""
    at = actions.read_about(viewer(), _mine(id_))
    return see_other(own_path(request.args.get("next"), _with_undo(at)))


@notifications.post("/inbox/<id_>/mute")
@permission(Permission.NOTIFICATION_READ, Permission.FOLLOW_SET)
def mute(id_: str) -> Answer:
    """Hear nothing more of it."""
    latest = _mine(id_)
    if latest.root_kind not in ROOTS:
        raise NotFound
    thing: Any = fetch(viewer(), ROOTS[latest.root_kind], latest.root, Permission.FOLLOW_SET)
    actions.mute(viewer(), latest, thing)
    notice(
        "Muted: you hear of it only when you are named. You can change that in your settings, under Following."
    )
    return see_other(own_path(request.args.get("next"), "/inbox"))


@notifications.post("/inbox")
@permission(Permission.NOTIFICATION_READ)
def read_all() -> Answer:
    """Mark all as read."""
    insist(viewer(), Permission.NOTIFICATION_READ)
    return see_other(_with_undo(actions.read_all(viewer())))


@notifications.post("/inbox/undo")
@permission(Permission.NOTIFICATION_READ)
def unread_again() -> Answer:
    """Take back what was marked as read by one press."""
    insist(viewer(), Permission.NOTIFICATION_READ)
    actions.unread_again(viewer(), form(UndoDraft).at)
    return see_other("/inbox")


def _mine(id_: str) -> Row[Any]:
    insist(viewer(), Permission.NOTIFICATION_READ)
    row = queries.one(viewer(), id_)
    if row is None:
        raise NotFound
    return row


def _with_undo(at: datetime) -> str:
    return f"/inbox?{urlencode({'undo': at.strftime('%Y-%m-%dT%H:%M:%S.%fZ')})}"
