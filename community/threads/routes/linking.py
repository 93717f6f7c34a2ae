"""Same problem here, same as, waiting for a repair."""

from __future__ import annotations

from flask import make_response, request

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import thread_path
from community.core.errors import Conflict, Gone, Invalid, NotFound
from community.core.notices import notice
from community.core.web import Answer, form, see_other, viewer
from community.threads import queries
from community.threads.actions import linking
from community.threads.drafts import SameAsDraft, WaitingDraft
from models import Thread

from . import threads
from .showing import id_of, shown_thread


def _back(thread: Thread) -> Answer:
    return see_other(thread_path(thread.id, thread.title))


def _again(thread: Thread, error: Invalid) -> Answer:
    values = request.form.to_dict()
    shown = make_response(shown_thread(thread, queries.page_of(2), problems=error.fields, values=values))
    shown.status_code = Invalid.status
    return shown


@threads.post("/t/<ref>/same-problem")
@permission(Permission.SAME_PROBLEM_SAY)
def same_problem(ref: str) -> Answer:
    """Same problem here; pressed again, no longer."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.SAME_PROBLEM_SAY)
    has_it = request.form.get("act") != "withdraw"
    linking.same_problem(viewer(), thread, has_it=has_it)
    if has_it:
        notice("You will hear when this is solved or repaired.")
    return _back(thread)


@threads.post("/t/<ref>/same-as")
@permission(Permission.SAME_AS_PROPOSE, Permission.SAME_AS_CONFIRM, Permission.COMMUNITY_READ)
def same_as(ref: str) -> Answer:
    """This may be answered there; from the asker: yes, that worked."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.SAME_AS_PROPOSE)
    try:
        draft = form(SameAsDraft)
        try:
            other = fetch(viewer(), Thread, draft.thread_id, Permission.COMMUNITY_READ)
        except (NotFound, Gone):
            raise Invalid("thread", "There is nothing there, or it is not for you to see") from None
        linking.same_as(viewer(), thread, other, draft)
    except Conflict as error:
        return _again(thread, Invalid("thread", error.message, **error.params))
    except Invalid as error:
        return _again(thread, error)
    return _back(thread)


@threads.post("/t/<ref>/same-as/withdrawal")
@permission(Permission.THREAD_CLOSE)
def not_same_as(ref: str) -> Answer:
    """Not the same after all."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.THREAD_CLOSE)
    linking.not_same_as(viewer(), thread)
    return _back(thread)


@threads.post("/t/<ref>/waiting")
@permission(Permission.WAITING_SET)
def wait(ref: str) -> Answer:
    """It rests with somebody else."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.WAITING_SET)
    try:
        linking.wait(viewer(), thread, form(WaitingDraft))
    except Invalid as error:
        return _again(thread, error)
    return _back(thread)


@threads.post("/t/<ref>/waiting/end")
@permission(Permission.WAITING_REPAIRED, Permission.WAITING_SET)
def end_waiting(ref: str) -> Answer:
    """It is repaired, or no longer waited for."""
    repaired = request.form.get("act") == "repaired"
    asked = Permission.WAITING_REPAIRED if repaired else Permission.WAITING_SET
    thread = fetch(viewer(), Thread, id_of(ref), asked)
    linking.end_waiting(viewer(), thread, repaired=repaired)
    return _back(thread)
