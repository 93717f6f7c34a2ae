"""What people who tried it say: of an answer, a tip or a page. And warnings, which stand before any review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from community.access.check import may, require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict, Invalid, NotFound
from community.core.events import OutcomeSaid, OutcomeTakenBack, WarningLifted, WarningRaised, emit
from community.core.limits import spend
from community.core.session import session
from community.core.viewer import Viewer
from community.threads.drafts import CommentDraft, LiftDraft, MoreDraft, OutcomeDraft
from community.threads.state import recompute
from models import Outcome, Page, Post, Thread, Warned

from .posts import comment
from .solutions import accepted

Tried = Post | Thread | Page
DISMISSED_WITHIN = timedelta(days=30)
DISMISSED_MOST = 3


@action
def say(actor: Viewer, tried: Tried, draft: OutcomeDraft) -> Outcome:
    """Say that it worked, didn't work, or is wrong or unsafe. One word per person and thing; the last one counts.

    The asker's 'It worked' accepts the answer. 'Wrong or unsafe' needs a sentence and warns at once.
    """
    root = _root(tried)
    hold(root)
    require(actor, Permission.OUTCOME_SAY, tried)
    _insist_triable(tried, draft)
    row = _row(actor, tried, draft)
    if draft.outcome == "unsafe":
        spend(actor, "warning")
        _warn(actor, tried, draft.note)
    elif draft.outcome == "worked" and isinstance(tried, Post):
        _accept_by_asker(actor, tried)
    if isinstance(root, Thread):
        recompute(root)
    event = WarningRaised if draft.outcome == "unsafe" else OutcomeSaid
    emit(event(**_about(actor, tried, draft.outcome)), *_changed(tried, root))
    return row


def _accept_by_asker(actor: Viewer, post: Post) -> None:
    thread = post.thread
    is_asker = thread.kind == "roadblock" and actor.person_id == thread.author_id
    if is_asker and may(actor, Permission.SOLUTION_ACCEPT, thread):
        accepted(actor, thread, post.id)


def _root(tried: Tried) -> Thread | Page:
    return tried.thread if isinstance(tried, Post) else tried


def _changed(tried: Tried, root: Thread | Page) -> tuple[Tried, ...]:
    return (root,) if tried is root else (tried, root)


def _insist_triable(tried: Tried, draft: OutcomeDraft) -> None:
    if isinstance(tried, Post) and tried.kind != "answer":
        raise Invalid("outcome", "Only an answer can have worked")
    if isinstance(tried, Thread) and tried.kind != "tip":
        raise Invalid("outcome", "Say it of one of the answers")
    if draft.outcome == "unsafe" and not draft.note.strip():
        raise Invalid("note", "Say in a sentence what is wrong or unsafe")


def _row(actor: Viewer, tried: Tried, draft: OutcomeDraft) -> Outcome:
    row = session().get(Outcome, (tried.id, actor.person_id))
    if row is None:
        row = Outcome(object=tried.id, person_id=actor.person_id, root=_root(tried).id, said="", at=now())
        session().add(row)
    row.said, row.saved, row.note, row.at = draft.outcome, draft.saved, draft.note, now()
    if draft.outcome != "worked":
        row.saved = ""
    session().flush()
    return row


def _about(actor: Viewer, tried: Tried, said: str) -> dict[str, Any]:
    root = _root(tried)
    return {
        "object": tried.id,
        "root": root.id,
        "root_kind": "page" if isinstance(root, Page) else "thread",
        "community_id": root.community_id,
        "said": said,
        "actor_id": actor.person_id,
    }


def _warn(actor: Viewer, tried: Tried, reason: str) -> None:
    """One standing warning per person and thing; of somebody often dismissed it waits for a look."""
    wanted = (Warned.object == tried.id, Warned.by_id == actor.person_id, Warned.lifted_at.is_(None))
    row = session().scalars(select(Warned).where(*wanted)).first()
    if row is None:
        held = now() if _is_often_dismissed(actor) else None
        row = Warned(
            object=tried.id, root=_root(tried).id, by_id=actor.person_id, reason="", at=now(), held_at=held
        )
        session().add(row)
    row.reason = reason
    session().flush()


def _is_often_dismissed(actor: Viewer) -> bool:
    dismissed = select(func.count()).where(
        Warned.by_id == actor.person_id,
        Warned.lifted_at > now() - DISMISSED_WITHIN,
        Warned.lifted_by_id != actor.person_id,
    )
    return (session().scalar(dismissed) or 0) >= DISMISSED_MOST


@action
def tell_more(actor: Viewer, tried: Tried, draft: MoreDraft, said: CommentDraft | None) -> None:
    """Say more of what worked. What was done differently becomes a comment; of a page it is kept for its writers.

    Args:
        actor: for whom it worked.
        tried: what worked.
        draft: the time it saved, and a note.
        said: the note as a comment.

    Raises:
        Conflict: they have not said that it worked.
    """
    root = _root(tried)
    hold(root)
    require(actor, Permission.OUTCOME_SAY, tried)
    row = session().get(Outcome, (tried.id, actor.person_id))
    if row is None or row.said != "worked":
        raise Conflict("Say first that it worked")
    row.saved = draft.saved or row.saved
    row.note = draft.note or row.note
    if said is not None and isinstance(root, Thread):
        comment(actor, root, said)


@action
def take_back(actor: Viewer, tried: Tried) -> None:
    """Take one's own word back; a warning that rested on it alone goes too."""
    root = _root(tried)
    hold(root)
    require(actor, Permission.OUTCOME_SAY, tried)
    row = session().get(Outcome, (tried.id, actor.person_id))
    if row is None:
        return
    said = row.said
    session().delete(row)
    mine = (Warned.object == tried.id, Warned.by_id == actor.person_id, Warned.lifted_at.is_(None))
    for warning in session().scalars(select(Warned).where(*mine)):
        warning.lifted_at, warning.lifted_by_id = now(), actor.person_id
    if isinstance(root, Thread):
        recompute(root)
    emit(OutcomeTakenBack(**_about(actor, tried, said)), *_changed(tried, root))


@action
def lift(actor: Viewer, tried: Tried, draft: LiftDraft) -> None:
    """Take the warnings of a thing away, with a word. Never the author of what is warned about."""
    root = _root(tried)
    hold(root)
    require(actor, Permission.WARNING_LIFT, tried)
    standing = (
        session().scalars(select(Warned).where(Warned.object == tried.id, Warned.lifted_at.is_(None))).all()
    )
    if not standing:
        raise NotFound
    for warning in standing:
        warning.lifted_at, warning.lifted_by_id, warning.word = now(), actor.person_id, draft.word
    if isinstance(root, Thread):
        recompute(root)
    emit(WarningLifted(**_about(actor, tried, "unsafe")), *_changed(tried, root))
