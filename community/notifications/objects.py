"""A notification as page and API show it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from community.core.addresses import community_path, page_path, person_path, post_path, thread_path
from community.core.clock import iso


def path_of(row: Row[Any]) -> str:
    """Where it leads."""
    if row.root_kind == "page":
        return page_path(row.root, row.title)
    if row.root_kind == "community":
        return community_path(row.slug)
    if row.root_kind == "person":
        return f"/admin/claims/{row.object}" if row.reason == "claim" else person_path(row.handle)
    if row.number:
        return f"{post_path(row.root, row.title, row.number)}#p{row.number}"
    return thread_path(row.root, row.title)


def notification_object(row: Row[Any]) -> dict[str, Any]:
    """For the API."""
    return {
        "id": row.id,
        "reason": row.reason,
        "kind": row.root_kind,
        "object": row.object,
        "title": row.title,
        "url": path_of(row),
        "seq": row.seq,
        "at": iso(row.at),
        "read": row.read_at is not None,
    }
