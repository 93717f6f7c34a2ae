"""'I'll try it', and the answer to 'Did it work?'."""

from __future__ import annotations

from flask import Blueprint, request

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import page_path, thread_path
from community.core.language import N_
from community.core.notices import notice
from community.core.web import Answer, form, own_path, see_other, viewer
from community.unfinished.queries import unfinished_at
from models import Page, Thread

from . import actions
from .drafts import TriedDraft

trying = Blueprint("trying", __name__)
MODELS: dict[str, type[Thread | Page]] = {"t": Thread, "w": Page}
THANKS = N_("Thank you: whoever wrote it will see that it worked.")
THANKS_AND_DRAFT = N_("Thank you. What you had begun to ask is still here: throw it away, or go on with it.")
BACK = N_("Then ask: somebody will get you through.")


def _thing(kind: str, ref: str, asked: Permission) -> Thread | Page:
    found: Thread | Page = fetch(viewer(), MODELS[kind], ref.split("-", 1)[0], asked)  # type: ignore[type-var]
    return found


def _path(thing: Thread | Page) -> str:
    return (page_path if isinstance(thing, Page) else thread_path)(thing.id, thing.title)


@trying.post("/<any(t, w):kind>/<ref>/trial")
@permission(Permission.COMMUNITY_READ)
def offer(kind: str, ref: str) -> Answer:
    """Go and try it: the text one had begun stays where it is."""
    thing = _thing(kind, ref, Permission.COMMUNITY_READ)
    actions.offer(viewer(), thing)
    return see_other(_path(thing))


@trying.post("/<any(t, w):kind>/<ref>/trial/outcome")
@permission(Permission.OUTCOME_SAY)
def tell(kind: str, ref: str) -> Answer:
    """It worked: the draft is not needed any more. It didn't: the draft is back, one press from being asked."""
    thing = _thing(kind, ref, Permission.OUTCOME_SAY)
    draft = form(TriedDraft)
    actions.tell(viewer(), thing, draft)
    if draft.outcome == "later":
        return see_other(own_path(request.form.get("next")))
    if draft.outcome == "failed":
        notice(BACK)
        return see_other("/ask")
    if unfinished_at(viewer(), "ask") is not None:
        notice(THANKS_AND_DRAFT)
        return see_other("/drafts")
    notice(THANKS)
    return see_other(_path(thing))
