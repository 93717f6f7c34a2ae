"""It worked · It didn't work · Wrong or unsafe: said of an answer, a tip or a page by whoever tried it."""

from __future__ import annotations

from flask import make_response, request

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import page_path, post_path, thread_path
from community.core.errors import Invalid, TooSoon
from community.core.language import N_
from community.core.notices import notice
from community.core.web import Answer, form, page, see_other, viewer, with_retry
from community.threads.actions import outcomes
from community.threads.drafts import LiftDraft, MoreDraft, OutcomeDraft
from models import Page, Post, Thread

from . import threads
from .showing import id_of

KINDS: dict[str, type[Post | Thread | Page]] = {"posts": Post, "t": Thread, "w": Page}
THANKS = {
    "worked": N_("Thank you: whoever wrote it will see that it worked."),
    "failed": N_("Thank you. If you are still stuck, ask: the page is one press away."),
    "unsafe": N_("The warning stands now. Whoever wrote it, and the curators, have been told."),
}


def _tried(kind: str, ref: str, asked: Permission) -> Post | Thread | Page:
    tried: Post | Thread | Page = fetch(viewer(), KINDS[kind], id_of(ref), asked)  # type: ignore[type-var]
    return tried


def _path(tried: Post | Thread | Page) -> str:
    if isinstance(tried, Post):
        return post_path(tried.thread.id, tried.thread.title, tried.number) + f"#p{tried.number}"
    return page_path(tried.id, tried.title) if isinstance(tried, Page) else thread_path(tried.id, tried.title)


@threads.post("/<any(posts, t, w):kind>/<ref>/outcome")
@permission(Permission.OUTCOME_SAY, Permission.SOLUTION_ACCEPT)
def say(kind: str, ref: str) -> Answer:
    """Say it; 'Wrong or unsafe' without a sentence comes back with the box for it."""
    tried = _tried(kind, ref, Permission.OUTCOME_SAY)
    try:
        draft = form(OutcomeDraft)
        outcomes.say(viewer(), tried, draft)
    except Invalid as error:
        shown = page("threads/unsafe.html", kind=kind, ref=tried.id, back=_path(tried), problems=error.fields)
        shown.status_code = Invalid.status
        return make_response(shown)
    notice(THANKS[draft.outcome])
    if draft.outcome == "worked":
        return see_other(f"{_path(tried).partition('#')[0]}#told-{tried.id}")
    return see_other(_path(tried))


@threads.post("/<any(posts, t, w):kind>/<ref>/outcome/more")
@permission(Permission.OUTCOME_SAY, Permission.POST_COMMENT)
def tell_more(kind: str, ref: str) -> Answer:
    """Asked after 'It worked': the time it saved, and what was done differently."""
    tried = _tried(kind, ref, Permission.OUTCOME_SAY)
    try:
        draft = form(MoreDraft)
        outcomes.tell_more(viewer(), tried, draft, draft.as_comment(tried.id))
    except (Invalid, TooSoon) as error:
        return _asked_again(kind, tried, error)
    notice(N_("Thank you: the next person will be glad of it.") if draft.note else N_("Thank you."))
    return see_other(_path(tried))


def _asked_again(kind: str, tried: Post | Thread | Page, error: Invalid | TooSoon) -> Answer:
    """The little form on a page of its own, with what was wrong and the text still in it."""
    problems = error.fields if isinstance(error, Invalid) else {"limit": error.sentence()}
    shown = page(
        "threads/told.html",
        status=error.status,
        kind=kind,
        ref=tried.id,
        back=_path(tried),
        problems=problems,
        values=request.form.to_dict(),
    )
    return with_retry(shown, error)


@threads.post("/<any(posts, t, w):kind>/<ref>/outcome/withdrawal")
@permission(Permission.OUTCOME_SAY)
def take_back(kind: str, ref: str) -> Answer:
    """Take one's word back."""
    tried = _tried(kind, ref, Permission.OUTCOME_SAY)
    outcomes.take_back(viewer(), tried)
    return see_other(_path(tried))


@threads.post("/<any(posts, t, w):kind>/<ref>/warning/lifting")
@permission(Permission.WARNING_LIFT)
def lift(kind: str, ref: str) -> Answer:
    """Take a warning away, with a word."""
    tried = _tried(kind, ref, Permission.WARNING_LIFT)
    outcomes.lift(viewer(), tried, form(LiftDraft))
    notice("The warning is lifted.")
    return see_other(_path(tried))
