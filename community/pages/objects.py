"""Pages and their versions as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from community.core.addresses import page_path
from community.core.clock import iso
from community.core.viewer import Viewer
from models import Page

from . import queries
from .diff import Diff
from .sources import people_of, person_json, sources_of


def whole(viewer: Viewer, page: Page) -> dict[str, Any]:
    """One page with its text."""
    row = queries.head(viewer, page)
    short = listed(row, sources_of(viewer, [page.id])[page.id])
    return {**short, "body": row.body, "body_html": row.body_html}


def listed(row: Row[Any], sources: Sequence[Row[Any]]) -> dict[str, Any]:
    """A page as a list gives it: without its text."""
    return {
        "id": row.id,
        "url": page_path(row.id, row.title),
        "title": row.title,
        "kind": row.kind,
        "success": row.success,
        "community": {
            "slug": row.community_slug,
            "name": row.community_name,
            "visibility": row.community_visibility,
        },
        "topics": queries.topic_names(row),
        "context": {"system": row.system_name, "task": row.task_name, "role": row.role or None},
        "revision": row.revision,
        "provenance": [_source(one) for one in sources],
        "verification": None,
        "outcomes": {"worked": row.worked, "failed": row.failed, "unsafe": row.unsafe, "mine": row.mine},
        "variants": [],
        "seq": row.seq,
        "created_at": iso(row.created_at),
        "changed_at": iso(row.changed_at),
    }


def _source(source: Row[Any]) -> dict[str, Any]:
    return {"thread": source.thread_id, "post": source.post_id, "people": people_of(source)}


def version(row: Row[Any]) -> dict[str, Any]:
    """A version as the list gives it."""
    by = (
        person_json(row.person_id, row.handle, row.name) if row.by_shown else {"id": None, "name": "Somebody"}
    )
    return {
        "n": row.n,
        "title": row.title,
        "summary": row.summary,
        "minor": row.minor,
        "by": by,
        "at": iso(row.at),
    }


def whole_version(row: Row[Any]) -> dict[str, Any]:
    """A version with its text."""
    return {**version(row), "kind": row.kind, "success": row.success, "body": row.body}


def difference(old: Row[Any], new: Row[Any], found: Diff) -> dict[str, Any]:
    """Two versions compared, as rows of pieces; text as it is, to be escaped by who shows it."""
    return {
        "a": version(old),
        "b": version(new),
        "added": found.added,
        "removed": found.removed,
        "cut": found.cut,
        "rows": [_row(row) for row in found.rows],
    }


def _row(row: Any) -> dict[str, Any]:
    return {
        "flag": row.flag.value,
        "old_number": row.old_number,
        "new_number": row.new_number,
        "old": [{"text": one.text, "flag": one.flag.value} for one in row.old],
        "new": [{"text": one.text, "flag": one.flag.value} for one in row.new],
        "skipped": row.skipped,
    }
