"""The only writers of pages. Every change makes a version, and nobody's text is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community.access.audience import block, give_home, raise_epoch, tokens_of, unblock
from community.access.check import require
from community.access.permissions import Permission
from community.core import clockwork
from community.core.action import action, hold
from community.core.clock import now
from community.core.drafting import TITLE_LENGTH
from community.core.errors import Gone, Invalid, NotFound
from community.core.events import PageCreated, PageDeleted, PageRestored, PageRevised, emit
from community.core.limits import spend
from community.core.text import MAX_BODY, render_markdown
from community.core.viewer import Viewer
from community.topics.keeping import place_of, set_topics
from community.uploads.attaching import TextOf, attach
from models import Community, Page

from .drafts import PageDraft, PlaceDraft, RevisionDraft
from .merging import together
from .versions import Content, Note, begin, change, content_of, fingerprint, is_saved, version

RESTORABLE = timedelta(days=30)


@action
def create(actor: Viewer, community: Community, draft: PageDraft) -> Page:
    """Write a new page; those who may read its community read it from this moment."""
    hold(community)
    require(actor, Permission.PAGE_CREATE, community)
    spend(actor, "page_version")
    content = Content(draft.kind, draft.title, draft.body, draft.success)
    page = begin(actor, community, content, draft.html, Note())
    give_home(page.id, community)
    attach(actor, page.body_html, TextOf(page.id, page.id))
    set_topics(actor, page.id, draft.topics, community)
    _place(actor, page, draft.context)
    emit(PageCreated(**_about(actor, page)), page)
    return page


def _place(actor: Viewer, page: Page, place: PlaceDraft) -> None:
    page.system_id, page.task_id = place_of(actor, place.system, place.task, page.community)
    page.role = place.role


@action
def revise(actor: Viewer, page: Page, draft: RevisionDraft) -> Page:
    """Change a page. Edits of different lines are merged; the same text again makes no version.

    Raises:
        EditConflict: somebody else changed the same lines; it carries both texts.
        Invalid: there is no such base version, or both edits together are too long.
    """
    hold(page)
    require(actor, Permission.PAGE_REVISE, page)
    theirs = content_of(page)
    base, mine = _sides(page, draft)
    sent = fingerprint(mine, draft.base_revision)
    merged = theirs if is_saved(actor, page, sent) else together(base, mine, theirs, page.revision)
    if merged != theirs:
        spend(actor, "page_version")
        html = draft.html if merged.body == draft.body else _rendered(merged.body)
        attach(actor, html, TextOf(page.id, page.id), before=page.body_html)
        change(actor, page, merged, html, Note(draft.summary, draft.minor, sent=sent))
    is_described = _describe(actor, page, draft)
    if merged != theirs or is_described:
        _say_revised(actor, page)
    return page


def _sides(page: Page, draft: RevisionDraft) -> tuple[Content, Content]:
    """What the edit was made of, and what it says; fields that were not given are as they were."""
    made_of = version(page, draft.base_revision)
    if made_of is None:
        raise Invalid("base_revision", "There is no such version of this page")
    base = content_of(made_of)
    mine = Content(
        kind=draft.kind or base.kind,
        title=draft.title,
        body=draft.body,
        success=base.success if draft.success is None else draft.success,
    )
    return base, mine


def _rendered(body: str) -> str:
    if len(body) > MAX_BODY:
        raise Invalid(
            "body",
            "With what others wrote meanwhile this is too long: at most %(most)d characters",
            most=MAX_BODY,
        )
    return render_markdown(body)


def _describe(actor: Viewer, page: Page, draft: RevisionDraft) -> bool:
    if draft.topics is not None:
        set_topics(actor, page.id, draft.topics, page.community)
    if draft.context is not None:
        _place(actor, page, draft.context)
    return draft.topics is not None or draft.context is not None


def _say_revised(actor: Viewer, page: Page) -> None:
    emit(PageRevised(revision=page.revision, **_about(actor, page)), page)


@action
def go_back(actor: Viewer, page: Page, n: int) -> Page:
    """Make an earlier version the present one, as a new version: nothing between is lost.

    Raises:
        NotFound: there is no such version.
    """
    hold(page)
    require(actor, Permission.PAGE_RESTORE, page)
    earlier = version(page, n)
    if earlier is None:
        raise NotFound
    content = content_of(earlier)
    if content != content_of(page):
        spend(actor, "page_version")
        summary = f"Back to version {n}"[:TITLE_LENGTH]
        change(actor, page, content, render_markdown(content.body), Note(summary))
        _say_revised(actor, page)
    return page


@action
def delete(actor: Viewer, page: Page) -> Page:
    """Delete a page: out of every list and search from this commit on. Restorable for 30 days.

    Raises:
        Gone: it is deleted already.
    """
    hold(page)
    require(actor, Permission.PAGE_DELETE, page)
    if page.deleted_at is not None:
        raise Gone
    page.deleted_at, page.deleted_by_id = now(), actor.person_id
    block([page.id])
    if "public" in tokens_of(page.id):
        raise_epoch("public")
    clockwork.plan("erase_page", page.id, now() + RESTORABLE)
    emit(PageDeleted(**_about(actor, page)), page)
    return page


@action
def restore(actor: Viewer, page: Page) -> Page:
    """Bring a deleted page back.

    Raises:
        Gone: it was deleted more than 30 days ago.
    """
    hold(page)
    require(actor, Permission.PAGE_DELETE, page)
    if page.deleted_at is None:
        return page
    if page.deleted_at < now() - RESTORABLE:
        raise Gone
    page.deleted_at = page.deleted_by_id = None
    unblock([page.id])
    clockwork.cancel("erase_page", page.id)
    emit(PageRestored(**_about(actor, page)), page)
    return page


def _about(actor: Viewer, page: Page) -> dict[str, Any]:
    return {"page_id": page.id, "community_id": page.community_id, "actor_id": actor.person_id}
