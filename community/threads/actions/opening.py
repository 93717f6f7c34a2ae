"""Opening, describing, closing, deleting and restoring a thread."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from community.access.audience import block, give_home
from community.access.check import may, require
from community.access.permissions import Permission
from community.core import clockwork
from community.core.action import action, hold
from community.core.clock import micros, now
from community.core.errors import Conflict, Denied
from community.core.events import (
    ThreadClosed,
    ThreadDeleted,
    ThreadDescribed,
    ThreadOpened,
    ThreadReopened,
    ThreadRestored,
    emit,
)
from community.core.limits import spend
from community.core.session import session
from community.core.viewer import Viewer
from community.threads.drafts import CloseDraft, DescribeDraft, OpenDraft
from community.threads.pointing import point
from community.threads.state import recompute
from community.topics.keeping import place_of, set_topics
from community.uploads.attaching import TextOf, attach
from models import Community, Solution, Thread

from .moving import move
from .versions import keep_version

RESTORABLE = timedelta(days=30)
SENT_TWICE_WITHIN = timedelta(seconds=60)


@action
def open_thread(actor: Viewer, community: Community, draft: OpenDraft) -> Thread:
    """Ask, discuss, announce, or share what worked. A tip is its own solution."""
    hold(community)
    announcing = draft.kind == "announcement"
    require(actor, Permission.THREAD_ANNOUNCE if announcing else Permission.THREAD_OPEN, community)
    twice = _asked_just_now(actor, community, draft)
    if twice is not None:
        return twice
    spend(actor, "ask" if draft.kind == "roadblock" else "thread")
    if draft.anonymous:
        _insist_anonymous(actor, community)
    at = now()
    thread = Thread(
        kind=draft.kind,
        title=draft.heading,
        body=draft.body,
        body_html=draft.html,
        author_id=actor.person_id,
        author_shown=not draft.anonymous,
        community=community,
        role=draft.context.role,
        urgency=draft.context.urgency,
        activity=micros(at),
        created_at=at,
        changed_at=at,
    )
    session().add(thread)
    session().flush()
    give_home(thread.id, community)
    attach(actor, thread.body_html, TextOf(thread.id, thread.id))
    _describe(actor, thread, draft)
    if draft.kind == "tip":
        session().add(Solution(thread_id=thread.id, subject=thread.id, accepted_by_id=actor.person_id, at=at))
        recompute(thread)
    if thread.kind == "roadblock":
        point(actor, thread, draft.pointed_to)
    emit(ThreadOpened(**_about(actor, thread)), thread)
    return thread


def _asked_just_now(actor: Viewer, community: Community, draft: OpenDraft) -> Thread | None:
    """The same text by the same person a moment ago: the form was sent twice."""
    same = (
        Thread.author_id == actor.person_id,
        Thread.community_id == community.id,
        Thread.kind == draft.kind,
        Thread.body == draft.body,
        Thread.created_at > now() - SENT_TWICE_WITHIN,
        Thread.deleted_at.is_(None),
    )
    return session().scalars(select(Thread).where(*same).limit(1)).first()


def _insist_anonymous(actor: Viewer, community: Community) -> None:
    require(actor, Permission.THREAD_ANONYMOUS, community)
    if not community.anonymous_allowed or community.visibility == "private":
        raise Denied("This community does not take questions without a name", permission="thread:anonymous")


def _describe(actor: Viewer, thread: Thread, draft: OpenDraft) -> None:
    set_topics(actor, thread.id, draft.topics, thread.community)
    context = draft.context
    thread.system_id, thread.task_id = place_of(actor, context.system, context.task, thread.community)


def _about(actor: Viewer, thread: Thread) -> dict[str, Any]:
    return {"thread_id": thread.id, "community_id": thread.community_id, "actor_id": actor.person_id}


@action
def change(actor: Viewer, thread: Thread, draft: DescribeDraft, to: Community | None = None) -> Thread:
    """Change whatever the draft names, in one piece; each field is an act of its own, asked for by itself.

    Args:
        actor: who changes it.
        thread: what is changed.
        draft: the fields that were given.
        to: the community that it names, found for this actor.
    """
    if to is not None:
        move(actor, thread, to)
    if draft.describes:
        describe(actor, thread, draft)
    if draft.state == "closed" and thread.state != "closed":
        close(actor, thread, CloseDraft.model_construct(note=draft.note or "Closed"))
    elif draft.state == "open" and thread.closed_at is not None:
        reopen(actor, thread)
    return thread


@action
def describe(actor: Viewer, thread: Thread, draft: DescribeDraft) -> Thread:
    """Change title, text, topics or context: each field is an act of its own and asks for its own permission."""
    hold(thread)
    if draft.title is not None or draft.topics is not None:
        require(actor, Permission.THREAD_DESCRIBE, thread)
    if draft.body is not None:
        require(actor, Permission.POST_EDIT, thread)
    if draft.context is not None:
        require(actor, Permission.THREAD_CONTEXT, thread)
    if (draft.title, draft.body) != (None, None):
        _rewrite(actor, thread, draft)
    if draft.topics is not None:
        set_topics(actor, thread.id, draft.topics, thread.community)
    if draft.context is not None:
        context = draft.context
        thread.system_id, thread.task_id = place_of(actor, context.system, context.task, thread.community)
        thread.role, thread.urgency = context.role, context.urgency
    emit(ThreadDescribed(**_about(actor, thread)), thread)
    return thread


def _rewrite(actor: Viewer, thread: Thread, draft: DescribeDraft) -> None:
    title = thread.title if draft.title is None else draft.title
    body, html = (thread.body, thread.body_html) if draft.body is None else (draft.body, draft.html)
    if (title, body) == (thread.title, thread.body):
        return
    attach(actor, html, TextOf(thread.id, thread.id), before=thread.body_html)
    keep_version(actor, thread, thread.title)
    thread.title, thread.body, thread.body_html, thread.changed_at = title, body, html, now()


@action
def close(actor: Viewer, thread: Thread, draft: CloseDraft) -> Thread:
    """Close with a sentence; anybody's post reopens it."""
    hold(thread)
    require(actor, Permission.THREAD_CLOSE, thread)
    thread.closed_at, thread.closed_by_id, thread.closed_because = now(), actor.person_id, draft.note
    recompute(thread)
    emit(ThreadClosed(**_about(actor, thread)), thread)
    return thread


@action
def reopen(actor: Viewer, thread: Thread) -> Thread:
    """Open a closed thread again."""
    hold(thread)
    require(actor, Permission.THREAD_CLOSE, thread)
    thread.closed_at = thread.closed_by_id = None
    recompute(thread)
    emit(ThreadReopened(**_about(actor, thread)), thread)
    return thread


@action
def delete_thread(actor: Viewer, thread: Thread) -> Thread:
    """Delete a thread: a curator, or its asker while nobody else has written. Restorable for 30 days."""
    hold(thread)
    require(actor, Permission.POST_DELETE, thread)
    if actor.person_id == thread.author_id and thread.posts and not _is_curators(actor, thread):
        raise Conflict("Others have written here, so it is no longer yours alone to delete")
    thread.deleted_at, thread.deleted_by_id = now(), actor.person_id
    block([thread.id])
    clockwork.plan("erase_thread", thread.id, now() + RESTORABLE)
    emit(ThreadDeleted(**_about(actor, thread)), thread)
    return thread


def _is_curators(actor: Viewer, thread: Thread) -> bool:
    return may(actor, Permission.THREAD_ANNOUNCE, thread.community)


@action
def restore_thread(actor: Viewer, thread: Thread) -> Thread:
    """Bring a deleted thread back."""
    hold(thread)
    require(actor, Permission.POST_RESTORE, thread)
    thread.deleted_at = thread.deleted_by_id = None
    clockwork.cancel("erase_thread", thread.id)
    emit(ThreadRestored(**_about(actor, thread)), thread)
    return thread
