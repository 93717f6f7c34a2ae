"""A notification as page and API show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Group:
    """What one was told about the same thing, newest first."""

    rows: tuple[Row[Any], ...]

    @property
    def latest(self) -> Row[Any]:
        """By which its decisions go: what comes later is none of theirs."""
        return self.rows[0]

    @property
    def is_unread(self) -> bool:
        """Whether anything of it is unread."""
        return any(row.read_at is None for row in self.rows)

    @property
    def can_be_muted(self) -> bool:
        """Threads and pages can; what concerns one's own account or place is always told."""
        return self.latest.root_kind in ("thread", "page")


def grouped(rows: Sequence[Row[Any]]) -> list[Group]:
    """What is about the same thing stands together, where its newest is."""
    found: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in rows:
        found.setdefault((row.root_kind, row.root), []).append(row)
    return [Group(tuple(told)) for told in found.values()]
