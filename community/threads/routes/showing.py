"""A thread's page."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import post_path, thread_path
from community.core.anonymous import cached_by
from community.core.web import Answer, csrf_field, page, viewer
from community.reading.stops import stops
from community.threads import queries
from community.threads.said import said_of
from community.unfinished.queries import unfinished_at
from models import Thread

from . import threads
from .drawing import DrawnThread

# Longer ones are no number of a post or page.
LONGEST_NUMBER = 7


def id_of(ref: str) -> str:
    """The id in an address: what stands before the first hyphen; the rest is decoration."""
    return ref.split("-", 1)[0]


@threads.get("/t/<ref>")
@threads.get("/t/<ref>/<int:number>")
@permission(Permission.COMMUNITY_READ)
@cached_by(lambda ref, **_place: f"thread:{id_of(ref)}")
def show(ref: str, number: int | None = None, **shown: Any) -> Answer:
    """A thread, the page on which a post stands, its solutions first."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.COMMUNITY_READ)
    path = post_path(thread.id, thread.title, number) if number else thread_path(thread.id, thread.title)
    if request.method == "GET" and request.path != path:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        moved = redirect(path + query + (f"#p{number}" if number else ""), 301)
        # A title may change back: a browser that kept this would then go round in circles.
        moved.headers["Cache-Control"] = "private, no-store"
        return moved
    asked_page = request.args.get("page", "")
    number_of_page = (
        int(asked_page)
        if asked_page.isdecimal() and len(asked_page) < LONGEST_NUMBER
        else queries.page_of(number or 2)
    )
    return shown_thread(thread, max(1, number_of_page), **shown)


def shown_thread(thread: Thread, page_number: int = 1, **shown: Any) -> Answer:
    """The page of a thread that was fetched."""
    who = viewer()
    head = queries.head(who, thread.id)
    posts = queries.posts_page(who, thread.id, page_number)
    said = said_of(who, [thread.id], [head])[thread.id]
    begun = (
        unfinished_at(who, f"t/{thread.id}/answer") if who.is_signed_in and "values" not in shown else None
    )
    parent = request.args.get("parent", "")
    drawn = DrawnThread(who, thread, head, said, csrf_field())
    context = {
        "may_lift": drawn.may_lift,
        "may_explain": drawn.may_explain,
        "is_curator": drawn.is_curator,
        "token": drawn.token,
        "parent_number": int(parent) if parent.isdecimal() and len(parent) < LONGEST_NUMBER else "",
        "thread": thread,
        "head": head,
        "topics": queries.topic_names(head),
        "posts": [(row.number, drawn.post(row)) for row in posts],
        "here": {1, *(row.number for row in posts)},
        "stops": stops(head.last_number, head.first_unread),
        "said": said,
        "page_number": page_number,
        "last_page": queries.page_of(head.last_number),
        "values": {"body": begun.body} if begun else {},
    }
    return page("threads/show.html", **{**context, **shown})
