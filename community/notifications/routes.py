"""The inbox as a page."""

from __future__ import annotations

from flask import Blueprint, request

from community.access.check import insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.errors import NotFound
from community.core.web import Answer, page, see_other, viewer

from . import actions, queries
from .objects import path_of

notifications = Blueprint("notifications", __name__)


@notifications.get("/inbox")
@permission(Permission.NOTIFICATION_READ)
def inbox() -> Answer:
    """One queue for everything one was told, each with its reason."""
    insist(viewer(), Permission.NOTIFICATION_READ)
    found = queries.told(viewer(), 40, request.args.get("after"))
    return page("notifications/inbox.html", found=found)


@notifications.post("/inbox/<id_>")
@permission(Permission.NOTIFICATION_READ)
def go(id_: str) -> Answer:
    """Go to what it is about; it is read then."""
    insist(viewer(), Permission.NOTIFICATION_READ)
    row = queries.one(viewer(), id_)
    if row is None:
        raise NotFound
    actions.read(viewer(), id_)
    return see_other(path_of(row))


@notifications.post("/inbox")
@permission(Permission.NOTIFICATION_READ)
def read_all() -> Answer:
    """Mark all as read."""
    insist(viewer(), Permission.NOTIFICATION_READ)
    actions.read_all(viewer())
    return see_other("/inbox")
