"""Writing in a thread: answers, comments, changing them, deleting and restoring."""

from __future__ import annotations

from typing import Any

from flask import make_response, request

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import post_path
from community.core.errors import Invalid, TooSoon
from community.core.notices import arrived, notice
from community.core.text import preview as preview_of
from community.core.web import Answer, again, form, page, see_other, viewer, with_retry
from community.threads import queries
from community.threads.actions import posts
from community.threads.drafts import AnswerDraft, CommentDraft, EditDraft
from community.threads.versions import versions_of
from community.uploads.receiving import take_picture, takes_pictures
from models import Post, Thread

from . import threads
from .showing import id_of, shown_thread


def _written(ref: str, permission_: Permission, kind: str) -> Answer:
    thread = fetch(viewer(), Thread, id_of(ref), permission_)
    begun_at = f"t/{thread.id}/answer"
    try:
        take_picture(thread.id)
        if request.form.get("act") == "preview":
            return _previewed(thread, kind)
        if kind == "answer":
            post = posts.answer(viewer(), thread, form(AnswerDraft), begun_at=begun_at)
        else:
            post = posts.comment(viewer(), thread, form(CommentDraft), begun_at=begun_at)
    except (Invalid, TooSoon) as error:
        return _not_sent(thread, error)
    arrived(begun_at)
    return see_other(post_path(thread.id, thread.title, post.number) + f"#p{post.number}")


def _not_sent(thread: Thread, error: Invalid | TooSoon) -> Answer:
    """The thread again, with what was wrong beside the box and the text still in it."""
    problems = error.fields if isinstance(error, Invalid) else {"limit": error.sentence()}
    values = request.form.to_dict()
    shown = make_response(shown_thread(thread, _last(thread), problems=problems, values=values))
    shown.status_code = error.status
    return with_retry(shown, error)


def _last(thread: Thread) -> int:
    return queries.page_of(thread.last_number)


def _previewed(thread: Thread, kind: str) -> Answer:
    values = request.form.to_dict()
    html = preview_of(values.get("body", ""))
    return shown_thread(thread, _last(thread), preview=html, preview_kind=kind, values=values)


@threads.post("/t/<ref>/answers")
@permission(Permission.POST_ANSWER)
@takes_pictures
def answer(ref: str) -> Answer:
    """Propose a way through."""
    return _written(ref, Permission.POST_ANSWER, "answer")


@threads.post("/t/<ref>/comments")
@permission(Permission.POST_COMMENT)
@takes_pictures
def comment(ref: str) -> Answer:
    """Comment under a post or under the thread's text."""
    return _written(ref, Permission.POST_COMMENT, "comment")


@threads.get("/posts/<id_>/edit")
@permission(Permission.POST_EDIT)
def editor(id_: str, **shown: Any) -> Answer:
    """Change a post's text."""
    post = fetch(viewer(), Post, id_, Permission.POST_EDIT)
    return page(
        "threads/edit_post.html",
        **{"post": post, "thread": post.thread, "values": {"body": post.body}, **shown},
    )


@threads.post("/posts/<id_>/edit")
@permission(Permission.POST_EDIT)
@takes_pictures
@again(editor)
def edit(id_: str) -> Answer:
    """Keep the changed text."""
    post = fetch(viewer(), Post, id_, Permission.POST_EDIT)
    take_picture(post.thread_id)
    if request.form.get("act") == "preview":
        text = request.form.get("body", "")
        return editor(id_, preview=preview_of(text), values=request.form.to_dict())
    posts.edit(viewer(), post, form(EditDraft))
    return _back(post)


@threads.get("/posts/<id_>/history")
@permission(Permission.COMMUNITY_READ)
def history(id_: str) -> Answer:
    """A post as it was."""
    post = fetch(viewer(), Post, id_, Permission.COMMUNITY_READ)
    return page(
        "threads/history.html", thread=post.thread, post=post, versions=versions_of(viewer(), post.id)
    )


@threads.post("/posts/<id_>/deletion")
@permission(Permission.POST_DELETE)
def delete(id_: str) -> Answer:
    """Delete a post; undo is one press away."""
    post = fetch(viewer(), Post, id_, Permission.POST_DELETE)
    posts.delete(viewer(), post)
    notice("Deleted. It can be restored for 30 days.")
    return _back(post)


@threads.post("/posts/<id_>/restoration")
@permission(Permission.POST_RESTORE)
def restore(id_: str) -> Answer:
    """Bring a deleted post back."""
    post = fetch(viewer(), Post, id_, Permission.POST_RESTORE)
    posts.restore(viewer(), post)
    return _back(post)


def _back(post: Post) -> Answer:
    return see_other(post_path(post.thread.id, post.thread.title, post.number) + f"#p{post.number}")
