"""Solutions, same problem, same as, waiting."""

from __future__ import annotations

from flask import Response, jsonify, request

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import describes
from community.core.errors import Gone, Invalid, NotFound
from community.core.web import body, sent, viewer
from community.threads.actions import linking, solutions
from community.threads.drafts import CauseDraft, SameAsDraft, WaitingDraft
from community.threads.shapes import RepairAsked, SameProblemObject, ThreadObject
from community.threads.subjects import standing_subjects, subject_of
from models import Thread

from . import threads_api
from .threads import whole


@threads_api.put("/threads/<id_>/solutions/<post>")
@permission(
    Permission.COMMUNITY_READ, Permission.SOLUTION_ACCEPT, Permission.CAUSE_WRITE, Permission.SOLUTION_SETTLE
)
@describes(answer=ThreadObject, body=CauseDraft)
def accept(id_: str, post: str) -> Response:
    """Accept an answer; with `cause` or `good_enough` say more of one that stands."""
    thread = fetch(viewer(), Thread, id_, Permission.COMMUNITY_READ)
    stands = post in standing_subjects(thread.id)
    subject = subject_of(thread, post)
    if not stands:
        insist(viewer(), Permission.SOLUTION_ACCEPT, thread)
    for asked in _asked_for():
        insist(viewer(), asked, subject if asked is Permission.CAUSE_WRITE else thread)
    draft = body(CauseDraft)
    if not stands:
        solutions.accept(viewer(), thread, post)
    if draft.cause is not None or draft.good_enough is not None:
        solutions.explain(viewer(), thread, post, draft)
    return jsonify(whole(thread.id))


def _asked_for() -> list[Permission]:
    given = sent()
    names = {"cause": Permission.CAUSE_WRITE, "good_enough": Permission.SOLUTION_SETTLE}
    return [names[name] for name in sorted(names) if isinstance(given, dict) and name in given]


@threads_api.delete("/threads/<id_>/solutions/<post>")
@permission(Permission.SOLUTION_WITHDRAW)
@describes()
def withdraw(id_: str, post: str) -> tuple[str, int]:
    """Take a solution back."""
    thread = fetch(viewer(), Thread, id_, Permission.SOLUTION_WITHDRAW)
    solutions.withdraw(viewer(), thread, post)
    return "", 204


@threads_api.put("/threads/<id_>/same-problem")
@permission(Permission.SAME_PROBLEM_SAY)
@describes(answer=SameProblemObject)
def same_problem(id_: str) -> Response:
    """Same problem here."""
    thread = fetch(viewer(), Thread, id_, Permission.SAME_PROBLEM_SAY)
    linking.same_problem(viewer(), thread, has_it=True)
    return jsonify(whole(thread.id)["same_problem"])


@threads_api.delete("/threads/<id_>/same-problem")
@permission(Permission.SAME_PROBLEM_SAY)
@describes()
def no_longer(id_: str) -> tuple[str, int]:
    """No longer."""
    thread = fetch(viewer(), Thread, id_, Permission.SAME_PROBLEM_SAY)
    linking.same_problem(viewer(), thread, has_it=False)
    return "", 204


@threads_api.put("/threads/<id_>/same-as")
@permission(Permission.SAME_AS_PROPOSE, Permission.SAME_AS_CONFIRM, Permission.COMMUNITY_READ)
@describes(answer=ThreadObject, body=SameAsDraft)
def same_as(id_: str) -> Response:
    """Propose; from the asker, or a curator with a sentence after 14 days of silence, it holds."""
    thread = fetch(viewer(), Thread, id_, Permission.SAME_AS_PROPOSE)
    draft = body(SameAsDraft)
    try:
        other = fetch(viewer(), Thread, draft.thread_id, Permission.COMMUNITY_READ)
    except (NotFound, Gone):
        raise Invalid("thread", "There is nothing there, or it is not for you to see") from None
    linking.same_as(viewer(), thread, other, draft)
    return jsonify(whole(thread.id))


@threads_api.delete("/threads/<id_>/same-as")
@permission(Permission.THREAD_CLOSE)
@describes()
def not_same_as(id_: str) -> tuple[str, int]:
    """Not the same after all."""
    thread = fetch(viewer(), Thread, id_, Permission.THREAD_CLOSE)
    linking.not_same_as(viewer(), thread)
    return "", 204


@threads_api.put("/threads/<id_>/waiting")
@permission(Permission.WAITING_SET)
@describes(answer=ThreadObject, body=WaitingDraft)
def wait(id_: str) -> Response:
    """It rests with somebody else."""
    thread = fetch(viewer(), Thread, id_, Permission.WAITING_SET)
    linking.wait(viewer(), thread, body(WaitingDraft))
    return jsonify(whole(thread.id))


@threads_api.delete("/threads/<id_>/waiting")
@permission(Permission.WAITING_REPAIRED, Permission.WAITING_SET)
@describes(query=RepairAsked)
def end_waiting(id_: str) -> tuple[str, int]:
    """No longer waited for; with ?repaired=1 everybody concerned hears."""
    repaired = request.args.get("repaired") == "1"
    asked = Permission.WAITING_REPAIRED if repaired else Permission.WAITING_SET
    thread = fetch(viewer(), Thread, id_, asked)
    linking.end_waiting(viewer(), thread, repaired=repaired)
    return "", 204
