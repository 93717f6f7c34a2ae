"""Changing a thread itself: title, text, topics, context; closing, deleting, restoring."""

from __future__ import annotations

from typing import Any

from flask import request

from community.access.check import fetch, may
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import thread_path
from community.core.drafting import read
from community.core.notices import notice
from community.core.text import preview as preview_of
from community.core.web import Answer, again, form, page, see_other, viewer
from community.threads import queries
from community.threads.actions import opening
from community.threads.drafts import CloseDraft, DescribeDraft
from community.threads.versions import versions_of
from community.topics.queries import known_places
from community.uploads.receiving import take_picture, takes_pictures
from models import Thread

from . import threads
from .asking import CONTEXT
from .showing import id_of


@threads.get("/t/<ref>/edit")
@permission(Permission.THREAD_CONTEXT)
def describing(ref: str, **shown: Any) -> Answer:
    """Whoever reads may say what was being done; the asker and curators also change title, text and topics."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.THREAD_CONTEXT)
    head = queries.head(viewer(), thread.id)
    systems, tasks = known_places(viewer())
    values = {
        "title": thread.title, "body": thread.body, "topics": ", ".join(queries.topic_names(head)),
        "system": head.system_name or "", "task": head.task_name or "", "role": thread.role, "urgency": thread.urgency,
    }  # fmt: skip
    values |= shown.pop(
        "values", {}
    )  # what was typed, over what stands; a field that was not sent is as it was
    return page("threads/describe.html", thread=thread, values=values, systems=systems, tasks=tasks, **shown)


@threads.post("/t/<ref>/edit")
@permission(Permission.THREAD_CONTEXT, Permission.THREAD_DESCRIBE, Permission.POST_EDIT)
@takes_pictures
@again(describing)
def describe(ref: str) -> Answer:
    """Keep what was changed; each field asks for its own permission."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.THREAD_CONTEXT)
    if may(viewer(), Permission.POST_EDIT, thread):
        take_picture(thread.id)
    if request.form.get("act") == "preview":
        return describing(
            ref, preview=preview_of(request.form.get("body", "")), values=request.form.to_dict()
        )
    given: dict[str, Any] = {"context": {name: request.form.get(name, "") for name in CONTEXT}}
    if may(viewer(), Permission.THREAD_DESCRIBE, thread):
        given |= {name: request.form[name] for name in ("title", "topics") if name in request.form}
    if may(viewer(), Permission.POST_EDIT, thread) and "body" in request.form:
        given["body"] = request.form["body"]
    opening.describe(viewer(), thread, read(DescribeDraft, given))
    return see_other(thread_path(thread.id, thread.title))


@threads.get("/t/<ref>/history")
@permission(Permission.COMMUNITY_READ)
def thread_history(ref: str) -> Answer:
    """The thread's own text as it was."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.COMMUNITY_READ)
    return page("threads/history.html", thread=thread, post=thread, versions=versions_of(viewer(), thread.id))


@threads.post("/t/<ref>/closing")
@permission(Permission.THREAD_CLOSE)
def close(ref: str) -> Answer:
    """Close with a sentence."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.THREAD_CLOSE)
    opening.close(viewer(), thread, form(CloseDraft))
    return see_other(thread_path(thread.id, thread.title))


@threads.post("/t/<ref>/opening")
@permission(Permission.THREAD_CLOSE)
def reopen(ref: str) -> Answer:
    """Open again."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.THREAD_CLOSE)
    opening.reopen(viewer(), thread)
    return see_other(thread_path(thread.id, thread.title))


@threads.post("/t/<ref>/deletion")
@permission(Permission.POST_DELETE)
def delete_thread(ref: str) -> Answer:
    """Delete the thread; it can be restored for 30 days."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.POST_DELETE)
    opening.delete_thread(viewer(), thread)
    notice("Deleted. It can be restored for 30 days.")
    return page("threads/deleted.html", thread=thread)


@threads.post("/t/<ref>/restoration")
@permission(Permission.POST_RESTORE)
def restore_thread(ref: str) -> Answer:
    """Bring it back."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.POST_RESTORE)
    opening.restore_thread(viewer(), thread)
    return see_other(thread_path(thread.id, thread.title))
