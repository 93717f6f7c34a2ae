"""Same problem here, same as, and waiting for somebody else's repair."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from community.access.audience import all_may_read
from community.access.check import may, require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict, Invalid, NotFound
from community.core.events import (
    SameAsConfirmed,
    SameAsProposed,
    SameAsWithdrawn,
    SameProblemSaid,
    WaitingBegun,
    WaitingEnded,
    emit,
)
from community.core.session import session
from community.core.viewer import Viewer
from community.threads.drafts import SameAsDraft, WaitingDraft
from community.threads.state import recompute
from models import SameAs, SameProblem, Thread, Waiting


def _about(actor: Viewer, thread: Thread) -> dict[str, Any]:
    return {"thread_id": thread.id, "community_id": thread.community_id, "actor_id": actor.person_id}


@action
def same_problem(actor: Viewer, thread: Thread, *, has_it: bool) -> Thread:
    """'Same problem here', or no longer. They are told when it is solved or repaired."""
    hold(thread)
    require(actor, Permission.SAME_PROBLEM_SAY, thread)
    row = session().get(SameProblem, (thread.id, actor.person_id))
    if has_it and row is None:
        session().add(SameProblem(thread_id=thread.id, person_id=actor.person_id, at=now()))
    elif not has_it and row is not None:
        session().delete(row)
    else:
        return thread
    emit(SameProblemSaid(**_about(actor, thread)), thread)
    return thread


@action
def same_as(actor: Viewer, thread: Thread, other: Thread, draft: SameAsDraft) -> SameAs:
    """Say that it was answered there. It holds when the asker says so, or a curator after 14 days of silence.

    Raises:
        Conflict: not everybody who reads this thread may read the other one.
        Invalid: it points to itself, or a curator decides without a sentence.
    """
    hold(thread, other)
    require(actor, Permission.SAME_AS_PROPOSE, thread)
    if other.id == thread.id:
        raise Invalid("thread", "A roadblock cannot be the same as itself")
    if not all_may_read(thread.id, other.id):
        raise Conflict("Not everybody who reads this one may read the other")
    row = session().get(SameAs, (thread.id, other.id))
    if row is None:
        row = SameAs(
            thread_id=thread.id, other_id=other.id, proposed_by_id=actor.person_id, note=draft.note, at=now()
        )
        session().add(row)
    if may(actor, Permission.SAME_AS_CONFIRM, thread):
        _confirm(actor, thread, row, draft)
    event = SameAsConfirmed if row.confirmed_at else SameAsProposed
    recompute(thread)
    emit(event(other_id=other.id, **_about(actor, thread)), thread)
    return row


def _confirm(actor: Viewer, thread: Thread, row: SameAs, draft: SameAsDraft) -> None:
    if actor.person_id != thread.author_id and not draft.note.strip():
        raise Invalid("note", "Say in a sentence why it is the same")
    earlier = select(SameAs).where(SameAs.thread_id == thread.id, SameAs.confirmed_at.is_not(None))
    for one in session().scalars(earlier):
        one.confirmed_at = one.confirmed_by_id = None
    row.confirmed_at, row.confirmed_by_id = now(), actor.person_id
    row.note = draft.note or row.note


@action
def not_same_as(actor: Viewer, thread: Thread) -> Thread:
    """It is not the same after all: the asker or a curator says so; the proposals go."""
    hold(thread)
    require(actor, Permission.THREAD_CLOSE, thread)
    rows = session().scalars(select(SameAs).where(SameAs.thread_id == thread.id)).all()
    if not rows:
        raise NotFound
    for row in rows:
        session().delete(row)
    recompute(thread)
    emit(SameAsWithdrawn(other_id=rows[0].other_id, **_about(actor, thread)), thread)
    return thread


@action
def wait(actor: Viewer, thread: Thread, draft: WaitingDraft) -> Waiting:
    """It rests with somebody else's repair: said in the open, with whom and since when."""
    hold(thread)
    require(actor, Permission.WAITING_SET, thread)
    row = _present(thread)
    if row is None:
        row = Waiting(thread_id=thread.id, on=draft.on, by_id=actor.person_id, since=now())
        session().add(row)
    row.on, row.reference = draft.on, draft.reference
    recompute(thread)
    emit(WaitingBegun(**_about(actor, thread)), thread)
    return row


@action
def end_waiting(actor: Viewer, thread: Thread, *, repaired: bool) -> Thread:
    """It is repaired (everybody concerned hears), or no longer waited for."""
    hold(thread)
    require(actor, Permission.WAITING_REPAIRED if repaired else Permission.WAITING_SET, thread)
    row = _present(thread)
    if row is None:
        raise NotFound
    row.ended_at, row.ended_by_id, row.repaired = now(), actor.person_id, repaired
    recompute(thread)
    emit(WaitingEnded(repaired=repaired, **_about(actor, thread)), thread)
    return thread


def _present(thread: Thread) -> Waiting | None:
    return (
        session()
        .scalars(select(Waiting).where(Waiting.thread_id == thread.id, Waiting.ended_at.is_(None)))
        .first()
    )
