"""What worked: accepting and withdrawing solutions, writing the cause, declaring it good enough."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import NotFound
from community.core.events import (
    CauseWritten,
    SolutionAccepted,
    SolutionSettled,
    SolutionWithdrawn,
    emit,
)
from community.core.session import session
from community.core.viewer import Viewer
from community.threads.drafts import CauseDraft
from community.threads.state import recompute
from community.uploads.attaching import TextOf, attach
from models import Post, Solution, Thread


@action
def accept(actor: Viewer, thread: Thread, subject: str) -> Solution:
    """It worked: this answer (in a tip: the tip itself) is a solution. Several may stand.

    Raises:
        NotFound: no answer of this thread.
    """
    hold(thread)
    require(actor, Permission.SOLUTION_ACCEPT, thread)
    return accepted(actor, thread, subject)


def accepted(actor: Viewer, thread: Thread, subject: str) -> Solution:
    """The row of an accepted solution, made or revived, within the caller's unit of work."""
    _insist_answer(thread, subject)
    found = solution_of(thread, subject)
    if found is not None and found.withdrawn_at is None:
        return found
    if found is None:
        found = Solution(thread_id=thread.id, subject=subject, accepted_by_id=actor.person_id, at=now())
        session().add(found)
    else:
        found.withdrawn_at = found.withdrawn_by_id = None
        found.accepted_by_id, found.at = actor.person_id or "", now()
    recompute(thread)
    emit(SolutionAccepted(**_about(actor, thread, subject)), thread)
    return found


def _insist_answer(thread: Thread, subject: str) -> None:
    if thread.kind == "tip" and subject == thread.id:
        return
    wanted = (
        Post.id == subject,
        Post.thread_id == thread.id,
        Post.kind == "answer",
        Post.deleted_at.is_(None),
    )
    if session().scalars(select(Post.id).where(*wanted)).first() is None:
        raise NotFound


def solution_of(thread: Thread, subject: str) -> Solution | None:
    """The solution row of an answer, standing or withdrawn."""
    wanted = (Solution.thread_id == thread.id, Solution.subject == subject)
    return session().scalars(select(Solution).where(*wanted)).first()


def _standing(thread: Thread, subject: str) -> Solution:
    found = solution_of(thread, subject)
    if found is None or found.withdrawn_at is not None:
        raise NotFound
    return found


def _about(actor: Viewer, thread: Thread, subject: str) -> dict[str, Any]:
    return {
        "thread_id": thread.id,
        "community_id": thread.community_id,
        "subject": subject,
        "actor_id": actor.person_id,
    }


@action
def withdraw(actor: Viewer, thread: Thread, subject: str) -> Thread:
    """Take a solution back: struck, readable, and the thread open again unless another one stands."""
    hold(thread)
    require(actor, Permission.SOLUTION_WITHDRAW, thread)
    found = _standing(thread, subject)
    found.withdrawn_at, found.withdrawn_by_id = now(), actor.person_id
    recompute(thread)
    emit(SolutionWithdrawn(**_about(actor, thread, subject)), thread)
    return thread


@action
def explain(actor: Viewer, thread: Thread, subject: str, draft: CauseDraft) -> Solution:
    """Write (or change) the cause of a standing solution: a workaround becomes a fix. Or settle it."""
    hold(thread)
    found = _standing(thread, subject)
    if draft.cause is not None:
        require(actor, Permission.CAUSE_WRITE, _written(thread, subject))
        _write_cause(actor, found, draft)
        emit(CauseWritten(**_about(actor, thread, subject)), thread)
    if draft.good_enough is not None:
        require(actor, Permission.SOLUTION_SETTLE, thread)
        found.settled_at = now() if draft.good_enough else None
        found.settled_by_id = actor.person_id if draft.good_enough else None
        emit(SolutionSettled(**_about(actor, thread, subject)), thread)
    return found


def _written(thread: Thread, subject: str) -> Thread | Post:
    """The answer that the cause belongs to: its author is the `au` of the law."""
    return session().get(Post, subject) or thread


def _write_cause(actor: Viewer, found: Solution, draft: CauseDraft) -> None:
    is_blank = not (draft.cause or "").strip()
    attach(actor, draft.html, TextOf(found.subject, found.thread_id, "cause"), before=found.cause_html)
    found.cause = "" if is_blank else draft.cause or ""
    found.cause_html = "" if is_blank else draft.html
    found.cause_by_id = None if is_blank else actor.person_id
    found.cause_at = None if is_blank else now()
