"""Answers and comments."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response, jsonify

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import describes
from community.core.errors import Invalid, NotFound
from community.core.listing import limit_and_cursor
from community.core.web import body, created, sent, viewer
from community.threads import queries
from community.threads.actions import posts
from community.threads.drafts import CommentDraft, EditDraft
from community.threads.objects import post_object
from community.threads.said import said_of
from community.threads.shapes import PostList, PostObject, PostsAsked
from models import Post, Thread

from . import threads_api


class PostDraft(CommentDraft):
    """An answer or a comment, as the API sends it."""

    kind: Literal["answer", "comment"]


def shown(post_id: str, thread: Thread) -> dict[str, Any]:
    """A post as it is now."""
    row = queries.posts_by_id(viewer(), thread.id, [post_id]).get(post_id)
    if row is None:
        raise NotFound
    return post_object(row, thread.title, said_of(viewer(), [thread.id])[thread.id])


@threads_api.get("/threads/<id_>/posts")
@permission(Permission.COMMUNITY_READ)
@describes(answer=PostList, query=PostsAsked)
def of_thread(id_: str) -> Response:
    """Posts by number; `after` is the number of the last one seen."""
    thread = fetch(viewer(), Thread, id_, Permission.COMMUNITY_READ)
    limit, after = limit_and_cursor(default=40)
    if after is not None and (not after.isdecimal() or len(after) >= posts.LONGEST_NUMBER):
        raise Invalid("after", "This should be the number of a post")
    rows = queries.posts_after(viewer(), thread.id, int(after or 1), limit + 1)
    said = said_of(viewer(), [thread.id])[thread.id]
    items = [post_object(row, thread.title, said) for row in rows[:limit]]
    return jsonify({"items": items, "next": str(rows[limit - 1].number) if len(rows) > limit else None})


@threads_api.post("/threads/<id_>/posts")
@permission(Permission.POST_ANSWER, Permission.POST_COMMENT)
@describes(answer=PostObject, body=PostDraft, status=201)
def write(id_: str) -> Response:
    """Answer or comment."""
    given = sent()
    is_comment = isinstance(given, dict) and given.get("kind") == "comment"
    asked = Permission.POST_COMMENT if is_comment else Permission.POST_ANSWER
    thread = fetch(viewer(), Thread, id_, asked)
    draft = body(PostDraft)
    post = (posts.comment if draft.kind == "comment" else posts.answer)(viewer(), thread, draft)
    return created(shown(post.id, thread), f"/api/v1/posts/{post.id}")


@threads_api.get("/posts/<id_>")
@permission(Permission.COMMUNITY_READ)
@describes(answer=PostObject)
def get_post(id_: str) -> Response:
    """One post."""
    post = fetch(viewer(), Post, id_, Permission.COMMUNITY_READ)
    return jsonify(shown(post.id, post.thread))


@threads_api.patch("/posts/<id_>")
@permission(Permission.POST_EDIT)
@describes(answer=PostObject, body=EditDraft)
def edit_post(id_: str) -> Response:
    """Change its text."""
    post = fetch(viewer(), Post, id_, Permission.POST_EDIT)
    posts.edit(viewer(), post, body(EditDraft))
    return jsonify(shown(post.id, post.thread))


@threads_api.delete("/posts/<id_>")
@permission(Permission.POST_DELETE)
@describes()
def delete_post(id_: str) -> tuple[str, int]:
    """Delete it; restorable for 30 days."""
    post = fetch(viewer(), Post, id_, Permission.POST_DELETE)
    posts.delete(viewer(), post)
    return "", 204
