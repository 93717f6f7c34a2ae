"""What is new to the viewer: columns for the selects over threads and pages, so that no query is added.

Each compares with the viewer's own mark alone (`me`); nobody learns how far another has read. Who has no mark has
never been there: nothing is new to them. What one wrote oneself is not news either.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, func, select

from community.access.visibility import VISIBLE, seeing
from community.core.session import query
from community.core.viewer import Viewer
from models import Page, PageRevision, Post, ReadMark, Thread

_ME: Any = bindparam("me")


def _unread(column: Any, label: str) -> Any:
    found = select(column).where(
        ReadMark.person_id == _ME,
        ReadMark.object == Thread.id,
        Post.thread_id == Thread.id,
        Post.number > ReadMark.number,
        Post.deleted_at.is_(None),
        Post.author_id != _ME,
    )
    return found.correlate(Thread).scalar_subquery().label(label)


# How many posts are new; the first of them; how far the viewer has read (NULL: never).
UNREAD = _unread(func.count(), "unread")
FIRST_UNREAD = _unread(func.min(Post.number), "first_unread")
READ_UP_TO = (
    select(ReadMark.number)
    .where(ReadMark.person_id == _ME, ReadMark.object == Thread.id)
    .correlate(Thread)
    .scalar_subquery()
    .label("read_up_to")
)
SINCE = (FIRST_UNREAD, READ_UP_TO)
# The version of a page that the viewer has read, where somebody else has changed it since; else NULL.
_CHANGED = (
    select(PageRevision.n)
    .where(PageRevision.page_id == Page.id, PageRevision.n > ReadMark.number, PageRevision.by_id != _ME)
    .correlate(Page, ReadMark)
    .exists()
)
CHANGED_SINCE = (
    select(ReadMark.number)
    .where(ReadMark.person_id == _ME, ReadMark.object == Page.id, _CHANGED)
    .correlate(Page)
    .scalar_subquery()
    .label("changed_since")
)

_PLACES: Any = select(Thread.last_number, FIRST_UNREAD, READ_UP_TO).where(
    Thread.id == bindparam("thread"), VISIBLE[Thread]
)


def places(viewer: Viewer, thread: Thread) -> Row[Any]:
    """Where a thread ends, and what of it is new."""
    return query(_PLACES, {**seeing(viewer), "me": viewer.person_id, "thread": thread.id}).one()
