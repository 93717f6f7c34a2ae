"""Threads and posts as the API shows them: the same object for every reader, but for what is the viewer's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from community.access.visibility import VISIBLE, seeing
from community.core.addresses import page_path, person_path, post_path, thread_path
from community.core.clock import iso
from community.core.language import N_, Sentence
from community.core.origins import source_object
from community.core.session import session
from community.core.viewer import Viewer
from models import Page, Promotion

from .queries import topic_names
from .said import Said, said_of

SOMEBODY = {"id": None, "name": "Somebody"}

_PAGES: Any = (
    select(Promotion.thread_id, Page.id, Page.title)
    .join(Page, Page.id == Promotion.page_id)
    .where(Promotion.thread_id.in_(bindparam("roots", expanding=True)), VISIBLE[Page])
    .order_by(Promotion.at)
)


def author(row: Row[Any]) -> dict[str, Any]:
    """Who wrote it, as far as that is shown."""
    if row.author_handle is None:
        return SOMEBODY
    return person(row.author_id, row.author_handle, row.author_name)


def person(id_: str, handle: str, name: str) -> dict[str, Any]:
    """A person."""
    return {"id": id_, "handle": handle, "name": name, "url": person_path(handle)}


def thread_list(viewer: Viewer, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Threads as lists show them: without body and audience. Five queries for them all."""
    ids = [row.id for row in rows]
    said = said_of(viewer, ids)
    pages = _pages_of(viewer, ids)
    return [_common(row, said[row.id], pages.get(row.id, [])) for row in rows]


def thread_whole(viewer: Viewer, row: Row[Any], network_name: str) -> dict[str, Any]:
    """One thread with everything.

    Args:
        viewer: who reads.
        row: what `queries.head` found.
        network_name: for the audience line.
    """
    content = thread_list(viewer, [row])[0]
    is_open = row.community_visibility == "open"
    members = (
        N_("one person of %(community)s") if row.members == 1 else N_("%(people)d people of %(community)s")
    )
    names = {"network": network_name, "community": row.community_name, "people": row.members}
    label = str(Sentence(N_("everyone at %(network)s") if is_open else members, names))
    content |= {"body": row.body, "body_html": row.body_html, "audience": {"label": label}}
    return content | _source(row)


def _source(row: Row[Any]) -> dict[str, Any]:
    """Of what was written elsewhere: where, by whom, and under which licence."""
    found = source_object(row)
    return {"source": found} if found else {}


def _common(row: Row[Any], said: Said, pages: list[dict[str, Any]]) -> dict[str, Any]:
    solutions = [solution(one) for one in said.standing]
    waiting = said.waiting
    return {
        "id": row.id,
        "url": thread_path(row.id, row.title),
        "kind": row.kind,
        "title": row.title,
        "author": author(row),
        "community": {
            "slug": row.community_slug,
            "name": row.community_name,
            "visibility": row.community_visibility,
        },
        "topics": topic_names(row),
        "context": {
            "system": row.system_name,
            "task": row.task_name,
            "role": row.role or None,
            "urgency": row.urgency or None,
        },
        "state": row.state,
        "reach": row.reach,
        "solutions": solutions,
        "solution": solutions[0] if solutions else None,
        "outcomes": said.total.as_object(),
        "same_problem": {"count": said.same_problem, "mine": said.same_problem_mine},
        "waiting": waiting
        and {"on": waiting.on, "reference": waiting.reference, "since": iso(waiting.since)},
        "same_as": said.same_as.other_id if said.same_as else None,
        "pages": pages,
        "posts": row.posts,
        "seq": row.seq,
        "created_at": iso(row.created_at),
        "changed_at": iso(row.changed_at),
    }


def solution(one: Row[Any]) -> dict[str, Any]:
    """One of the solutions that stand."""
    return {
        "post": one.subject,
        "kind": "fix" if one.cause else "workaround",
        "cause": one.cause or None,
        "good_enough": one.settled_at is not None,
        "by": person(one.accepted_by_id, one.handle, one.name) if one.by_shown else SOMEBODY,
        "at": iso(one.at),
    }


def _pages_of(viewer: Viewer, ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    if not ids:
        return found
    for row in session().execute(_PAGES, {**seeing(viewer), "roots": ids}):
        link = {"id": row.id, "title": row.title, "url": page_path(row.id, row.title)}
        if link not in found.setdefault(row.thread_id, []):
            found[row.thread_id].append(link)
    return found


def post_object(row: Row[Any], title: str, said: Said) -> dict[str, Any]:
    """An answer or comment."""
    found = next((one for one in said.standing if one.subject == row.id), None)
    return {
        "id": row.id,
        "url": post_path(row.thread_id, title, row.number),
        "thread": row.thread_id,
        "number": row.number,
        "kind": row.kind,
        "parent": row.parent_id,
        "body": row.body,
        "body_html": row.body_html,
        "author": author(row),
        "solution": solution(found) if found else None,
        "outcomes": said.of(row.id).as_object(),
        "created_at": iso(row.created_at),
        "changed_at": iso(row.changed_at),
        "seq": row.seq,
        "changed_seq": row.changed_seq,
        **_source(row),
    }
