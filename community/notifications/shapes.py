"""Notifications as types (objects.py makes them)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from community.core.shapes import Count, Id, Shape, Time


class NotificationObject(Shape):
    """Something one was told."""

    id: Id
    reason: Annotated[str, Field(description="why one was told")]
    kind: Annotated[Literal["thread", "page", "community", "person"], Field(description="what it is about")]
    object: Id
    title: str
    url: str
    seq: Count
    at: Time
    read: bool


class NotificationList(Shape):
    """What one was told, newest first."""

    items: list[NotificationObject]
    next: str | None
