"""What worked: solutions, causes, good enough."""

from __future__ import annotations

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import thread_path
from community.core.web import Answer, form, see_other, viewer
from community.threads.actions import solutions
from community.threads.drafts import CauseDraft
from models import Post, Thread

from . import threads
from .showing import id_of


def _back(thread: Thread) -> Answer:
    return see_other(thread_path(thread.id, thread.title) + "#worked")


@threads.post("/t/<ref>/solutions/<subject>")
@permission(Permission.SOLUTION_ACCEPT)
def accept(ref: str, subject: str) -> Answer:
    """A curator, or somebody who knows, says that it worked."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.SOLUTION_ACCEPT)
    solutions.accept(viewer(), thread, subject)
    return _back(thread)


@threads.post("/t/<ref>/solutions/<subject>/withdrawal")
@permission(Permission.SOLUTION_WITHDRAW)
def withdraw(ref: str, subject: str) -> Answer:
    """Take a solution back."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.SOLUTION_WITHDRAW)
    solutions.withdraw(viewer(), thread, subject)
    return _back(thread)


@threads.post("/t/<ref>/solutions/<subject>/cause")
@permission(Permission.CAUSE_WRITE)
def cause(ref: str, subject: str) -> Answer:
    """Write the cause: a workaround becomes a fix. The answer's own author may, so the answer is what is fetched."""
    if subject == id_of(ref):
        thread = fetch(viewer(), Thread, subject, Permission.CAUSE_WRITE)
    else:
        thread = fetch(viewer(), Post, subject, Permission.CAUSE_WRITE).thread
    solutions.explain(viewer(), thread, subject, form(CauseDraft))
    return _back(thread)


@threads.post("/t/<ref>/solutions/<subject>/good-enough")
@permission(Permission.SOLUTION_SETTLE)
def settle(ref: str, subject: str) -> Answer:
    """Declare a workaround good enough, or no longer."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.SOLUTION_SETTLE)
    solutions.explain(viewer(), thread, subject, form(CauseDraft))
    return _back(thread)
