"""Answers and comments: writing, editing, deleting, restoring."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from community.access.audience import block
from community.access.check import require
from community.access.permissions import Permission
from community.core import clockwork
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Invalid
from community.core.events import PostAnswered, PostCommented, PostDeleted, PostEdited, PostRestored, emit
from community.core.limits import spend
from community.core.session import query, session
from community.core.viewer import Viewer
from community.threads.drafts import AnswerDraft, CommentDraft, EditDraft
from community.threads.state import recompute
from community.unfinished.actions import forget
from community.uploads.attaching import TextOf, attach
from models import Post, Thread

from .versions import keep_version

RESTORABLE = timedelta(days=30)
SENT_TWICE_WITHIN = timedelta(seconds=60)
LONGEST_NUMBER = 9


@action
def answer(actor: Viewer, thread: Thread, draft: AnswerDraft | CommentDraft, *, begun_at: str = "") -> Post:
    """Propose a way through.

    Args:
        actor: who answers.
        thread: what is answered.
        draft: the text.
        begun_at: the place where its unfinished text was kept, which is forgotten as it is sent.
    """
    hold(thread)
    require(actor, Permission.POST_ANSWER, thread)
    _sent(actor, begun_at)
    twice = _written_just_now(actor, thread, draft, "answer")
    if twice is not None:
        return twice
    post = _add(actor, thread, draft, "answer")
    emit(PostAnswered(**_about(actor, post)), post, thread)
    return post


@action
def comment(actor: Viewer, thread: Thread, draft: CommentDraft, *, begun_at: str = "") -> Post:
    """Comment under any post, or under the thread's own text; `begun_at` as in `answer`."""
    hold(thread)
    require(actor, Permission.POST_COMMENT, thread)
    _sent(actor, begun_at)
    twice = _written_just_now(actor, thread, draft, "comment")
    if twice is not None:
        return twice
    post = _add(actor, thread, draft, "comment")
    emit(PostCommented(**_about(actor, post)), post, thread)
    return post


def _sent(actor: Viewer, begun_at: str) -> None:
    if begun_at:
        forget(actor, begun_at)


def _written_just_now(
    actor: Viewer, thread: Thread, draft: AnswerDraft | CommentDraft, kind: str
) -> Post | None:
    """The last post of the thread, if it is the same text by the same person a moment ago: sent twice."""
    last = {"thread": thread.id, "number": thread.last_number, "me": actor.person_id, "kind": kind}
    since = now() - SENT_TWICE_WITHIN
    found = query(_LAST, {**last, "body": draft.body, "since": since}).first()
    if found is None or found.parent_id != _parent(thread, draft.parent):
        return None
    return session().get(Post, found.id)


_LAST = select(Post.id, Post.parent_id).where(
    Post.thread_id == bindparam("thread"),
    Post.number == bindparam("number"),
    Post.deleted_at.is_(None),
    Post.author_id == bindparam("me"),
    Post.kind == bindparam("kind"),
    Post.body == bindparam("body"),
    Post.created_at > bindparam("since"),
)


def _add(actor: Viewer, thread: Thread, draft: AnswerDraft | CommentDraft, kind: str) -> Post:
    # A newcomer is never throttled inside their own roadblock.
    spend(actor, "post", own_roadblock=thread.kind == "roadblock" and actor.person_id == thread.author_id)
    at = now()
    thread.last_number += 1
    thread.posts += 1
    thread.closed_at = thread.closed_by_id = None  # anybody's post reopens
    post = Post(
        thread=thread,
        number=thread.last_number,
        kind=kind,
        parent_id=_parent(thread, draft.parent),
        body=draft.body,
        body_html=draft.html,
        author_id=actor.person_id,
        # Who asked without a name stays so in everything they write there.
        author_shown=thread.author_shown or actor.person_id != thread.author_id,
        created_at=at,
        changed_at=at,
    )
    session().add(post)
    recompute(thread)
    attach(actor, post.body_html, TextOf(post.id, thread.id))
    return post


def _parent(thread: Thread, given: str | None) -> str | None:
    """The post it hangs under, by id or number; None is the thread's own text.

    Raises:
        Invalid: it is not a post of this thread.
    """
    if not given or given in (thread.id, "1"):
        return None
    is_it = (
        Post.number == int(given) if given.isdecimal() and len(given) < LONGEST_NUMBER else Post.id == given
    )
    found = session().scalars(select(Post.id).where(Post.thread_id == thread.id, is_it)).first()
    if found is None:
        raise Invalid("parent", "What this hangs under is not here")
    return found


def _about(actor: Viewer, post: Post) -> dict[str, Any]:
    return {
        "post_id": post.id,
        "thread_id": post.thread_id or post.thread.id,
        "community_id": post.thread.community_id,
        "actor_id": actor.person_id,
    }


@action
def edit(actor: Viewer, post: Post, draft: EditDraft) -> Post:
    """Change a post's text; the earlier one is kept. The same text again changes nothing."""
    hold(post.thread)
    hold(post)
    require(actor, Permission.POST_EDIT, post)
    if post.body == draft.body:
        return post
    attach(actor, draft.html, TextOf(post.id, post.thread_id), before=post.body_html)
    keep_version(actor, post)
    post.body, post.body_html, post.changed_at = draft.body, draft.html, now()
    emit(PostEdited(**_about(actor, post)), post, post.thread)
    return post


@action
def delete(actor: Viewer, post: Post) -> Post:
    """Delete a post; its number stays. Restorable for 30 days."""
    hold(post.thread)
    hold(post)
    require(actor, Permission.POST_DELETE, post)
    post.deleted_at, post.deleted_by_id = now(), actor.person_id
    post.thread.posts -= 1
    recompute(post.thread)
    block([post.thread.id])
    clockwork.plan("erase_post", post.id, now() + RESTORABLE)
    emit(PostDeleted(**_about(actor, post)), post, post.thread)
    return post


@action
def restore(actor: Viewer, post: Post) -> Post:
    """Bring a deleted post back."""
    hold(post.thread)
    hold(post)
    require(actor, Permission.POST_RESTORE, post)
    if post.deleted_at is None:
        return post
    post.deleted_at = post.deleted_by_id = None
    post.thread.posts += 1
    recompute(post.thread)
    clockwork.cancel("erase_post", post.id)
    emit(PostRestored(**_about(actor, post)), post, post.thread)
    return post
