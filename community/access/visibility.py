"""What a viewer sees, in SQL: the twin of `is_seen`. Statements are constants; `:tokens` comes from the viewer.

EXISTS on the audience's key stays flat to 100,000 threads, where IN and JOIN do not.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from community.core.session import memo, query
from community.core.viewer import Viewer
from models import (
    Attachment,
    Audience,
    Block,
    Community,
    Epoch,
    Page,
    Person,
    Post,
    System,
    Task,
    Thread,
    Topic,
    Upload,
)

TOKENS: ColumnElement[Any] = bindparam("tokens", expanding=True)


def _held(object_id: Any) -> ColumnElement[bool]:
    return exists().where(Audience.object == object_id, Audience.token.in_(TOKENS))


def _attached(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Attachment.upload_id == Upload.id, *conditions)


# What a picture hangs on, while neither the text nor what it stands in is deleted.
STANDS = and_(
    ~exists().where(Thread.id == Attachment.root, Thread.deleted_at.is_not(None)),
    ~exists().where(Page.id == Attachment.root, Page.deleted_at.is_not(None)),
    ~exists().where(Post.id == Attachment.object, Post.deleted_at.is_not(None)),
)
_HANGS_NOWHERE = and_(~_attached(), ("p:" + Upload.uploader_id).in_(TOKENS))
_HANGS_WHERE_ONE_READS = _attached(STANDS, _held(Attachment.root))
_HANGS_ON_WHAT_IS_DELETED = and_(~_attached(STANDS), _attached(_held(Attachment.root)))

# May be read, deleted or not: only `fetch` asks so, to tell 410 from 404.
HELD: dict[type, ColumnElement[bool]] = {
    Thread: _held(Thread.id),
    Post: _held(Post.thread_id),
    Page: _held(Page.id),
    Topic: _held(Topic.id),
    System: _held(System.id),
    Task: _held(Task.id),
    Community: or_(
        and_(Community.visibility == "open", bindparam("finds_open")),
        and_(Community.visibility == "closed", bindparam("finds_closed")),
        ("c:" + Community.id).in_(TOKENS),
    ),
    Person: bindparam("finds_people") == True,  # noqa: E712  SQL
    Upload: or_(_HANGS_NOWHERE, _HANGS_WHERE_ONE_READS, _HANGS_ON_WHAT_IS_DELETED),
}

# What lists, counts and searches show. Every list starts here.
VISIBLE: dict[type, ColumnElement[bool]] = {
    Thread: and_(HELD[Thread], Thread.deleted_at.is_(None)),
    Post: and_(
        HELD[Post],
        Post.deleted_at.is_(None),
        Post.thread_id.not_in(
            select(Thread.id).where(Thread.deleted_at.is_not(None), Thread.id == Post.thread_id)
        ),
    ),
    Page: and_(HELD[Page], Page.deleted_at.is_(None)),
    Topic: HELD[Topic],
    System: HELD[System],
    Task: HELD[Task],
    Community: HELD[Community],
    Person: and_(HELD[Person], Person.deactivated_at.is_(None)),
    Upload: or_(_HANGS_NOWHERE, _HANGS_WHERE_ONE_READS),
}

_BLOCKED = select(Block.object)
_PUBLIC_EPOCH = select(Epoch.number).where(Epoch.scope == "public")


def seeing(viewer: Viewer) -> dict[str, Any]:
    """The parameters that make `VISIBLE` and `HELD` mean this viewer."""
    is_person = viewer.is_signed_in and "open" in viewer.tokens
    return {
        "tokens": sorted(viewer.tokens),
        "finds_open": is_person or "public" in viewer.tokens,
        "finds_closed": is_person,
        "finds_people": viewer.is_signed_in,
    }


def blocked() -> frozenset[str]:
    """Objects narrowed or deleted before the index has followed; search subtracts them."""
    kept = memo()
    if "blocked" not in kept:
        kept["blocked"] = frozenset(query(_BLOCKED).scalars())
    found: frozenset[str] = kept["blocked"]
    return found


def public_epoch() -> int:
    """Rises whenever what signed-out people may read has been narrowed; part of every anonymous page's key."""
    return query(_PUBLIC_EPOCH).scalar() or 0
