"""The inbox in JSON."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, jsonify

from community.access.check import insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import Listed, describes
from community.core.errors import NotFound
from community.core.listing import limit_and_cursor, paged_json
from community.core.web import viewer

from . import actions, queries
from .objects import notification_object
from .shapes import NotificationList, NotificationObject

notifications_api = APIBlueprint("notifications_api", __name__, tag="Notifications", url_prefix="/api/v1")


@notifications_api.get("/notifications")
@permission(Permission.NOTIFICATION_READ)
@describes(answer=NotificationList, query=Listed)
def listed() -> Response:
    """What one was told, newest first."""
    insist(viewer(), Permission.NOTIFICATION_READ)
    return paged_json(queries.told(viewer(), *limit_and_cursor()), notification_object)


@notifications_api.put("/notifications/<id_>/read")
@permission(Permission.NOTIFICATION_READ)
@describes(answer=NotificationObject)
def mark_read(id_: str) -> Response:
    """Mark one as read."""
    insist(viewer(), Permission.NOTIFICATION_READ)
    if queries.one(viewer(), id_) is None:
        raise NotFound
    actions.read(viewer(), id_)
    row = queries.one(viewer(), id_)
    if row is None:
        raise NotFound
    return jsonify(notification_object(row))
