"""Opening, listing, reading, changing, deleting and restoring threads."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import describes
from community.core.errors import Invalid
from community.core.listing import limit_and_cursor
from community.core.paging import Paged
from community.core.web import body, created, sent, settings, viewer
from community.threads import places, queries
from community.threads.actions import opening
from community.threads.drafts import KINDS, DescribeDraft, OpenDraft
from community.threads.objects import thread_list, thread_whole
from community.threads.placement import placement
from community.threads.shapes import PlacementObject, TextAsked, ThreadList, ThreadObject, ThreadsAsked
from models import STATES, Community, Thread

from . import threads_api

SORTS = ("activity", "newest", "unanswered")


def whole(thread_id: str) -> dict[str, Any]:
    """A thread as it is now."""
    return thread_whole(viewer(), queries.head(viewer(), thread_id), settings().network_name)


@threads_api.get("/placement")
@permission(Permission.THREAD_OPEN)
@describes(answer=PlacementObject, query=TextAsked)
def place() -> Response:
    """Where a text would go, who would read it, whom it would be pointed to."""
    insist(viewer(), Permission.THREAD_OPEN)
    text = f"{request.args.get('title', '')} {request.args.get('body', '')}"
    found = placement(viewer(), text)
    if found is None:
        raise Invalid("community", "There is no community yet where you can ask")
    return jsonify(places.placement_object(found, settings().network_name))


@threads_api.post("/threads")
@permission(Permission.THREAD_OPEN, Permission.THREAD_ANNOUNCE, Permission.THREAD_ANONYMOUS)
@describes(answer=ThreadObject, body=OpenDraft, status=201)
def open_thread() -> Response:
    """Ask, discuss, announce, share what worked. Without a community it goes where /placement says."""
    insist(viewer(), Permission.THREAD_OPEN)
    given = sent()
    slug = given.get("community") if isinstance(given, dict) else None
    chosen = (
        fetch(viewer(), Community, slug, Permission.THREAD_OPEN) if isinstance(slug, str) and slug else None
    )
    draft = body(OpenDraft)
    community = chosen or _proposed(draft)
    thread = opening.open_thread(viewer(), community, draft)
    return created(whole(thread.id), f"/api/v1/threads/{thread.id}")


def _proposed(draft: OpenDraft) -> Community:
    found = placement(viewer(), f"{draft.title} {draft.body}")
    if found is None:
        raise Invalid("community", "There is no community yet where you can ask")
    return found.community


@threads_api.get("/communities/<slug>/threads")
@permission(Permission.COMMUNITY_READ)
@describes(answer=ThreadList, query=ThreadsAsked)
def of_community(slug: str) -> Response:
    """A community's threads, newest activity first."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_READ)
    limit, after = limit_and_cursor()
    chosen = _chosen()
    if chosen is None:
        found: Paged[Any] = Paged([], None)
    else:
        found = queries.listed(viewer(), limit=limit, after=after, community=community.id, **chosen)
    return jsonify({"items": thread_list(viewer(), found.items), "next": found.next})


def _chosen() -> dict[str, Any] | None:
    """The filters asked for, names made ids; None where a name means nothing here."""
    for name, known in (("state", STATES), ("kind", KINDS), ("sort", SORTS)):
        if request.args.get(name) and request.args[name] not in known:
            raise Invalid(name, "This should be one of %(known)s", known=", ".join(known))
    chosen: dict[str, Any] = {name: request.args.get(name) for name in ("state", "kind", "sort")}
    ids = places.ids_of(viewer(), {name: request.args.get(name, "") for name in ("topic", "system", "task")})
    return None if ids is None else chosen | ids


@threads_api.get("/threads/<id_>")
@permission(Permission.COMMUNITY_READ)
@describes(answer=ThreadObject)
def get_thread(id_: str) -> Response:
    """One thread."""
    thread = fetch(viewer(), Thread, id_, Permission.COMMUNITY_READ)
    return jsonify(whole(thread.id))


FIELDS = {
    "title": Permission.THREAD_DESCRIBE,
    "topics": Permission.THREAD_DESCRIBE,
    "body": Permission.POST_EDIT,
    "context": Permission.THREAD_CONTEXT,
    "state": Permission.THREAD_CLOSE,
    "community": Permission.THREAD_MOVE,
}


@threads_api.patch("/threads/<id_>")
@permission(
    Permission.COMMUNITY_READ, Permission.THREAD_CONTEXT, Permission.THREAD_DESCRIBE, Permission.POST_EDIT,
    Permission.THREAD_CLOSE, Permission.THREAD_MOVE, Permission.COMMUNITY_FIND, Permission.THREAD_OPEN,
    Permission.THREAD_ANNOUNCE,
)  # fmt: skip
@describes(answer=ThreadObject, body=DescribeDraft)
def change(id_: str) -> Response:
    """Change what the body names; each field is an act of its own. Another community: to the same readers or fewer."""
    thread = fetch(viewer(), Thread, id_, Permission.COMMUNITY_READ)
    given = sent()
    named = {FIELDS[name] for name in given if name in FIELDS} if isinstance(given, dict) else set()
    for asked in sorted(named or {Permission.THREAD_CONTEXT}, key=lambda one: one.code):
        insist(viewer(), asked, thread)
    slug = given.get("community") if isinstance(given, dict) else None
    to = (
        fetch(viewer(), Community, slug, Permission.COMMUNITY_FIND)
        if isinstance(slug, str) and slug
        else None
    )
    opening.change(viewer(), thread, body(DescribeDraft), to)
    return jsonify(whole(thread.id))


@threads_api.delete("/threads/<id_>")
@permission(Permission.POST_DELETE)
@describes()
def delete_thread(id_: str) -> tuple[str, int]:
    """Delete; restorable for 30 days."""
    thread = fetch(viewer(), Thread, id_, Permission.POST_DELETE)
    opening.delete_thread(viewer(), thread)
    return "", 204


@threads_api.put("/threads/<id_>/restoration")
@permission(Permission.POST_RESTORE)
@describes(answer=ThreadObject)
def restore_thread(id_: str) -> Response:
    """Bring it back."""
    thread = fetch(viewer(), Thread, id_, Permission.POST_RESTORE)
    opening.restore_thread(viewer(), thread)
    return jsonify(whole(thread.id))
