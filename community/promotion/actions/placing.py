"""Putting what was written up elsewhere, taking it back, and saying that a later change is in the page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict, Invalid, NotFound
from community.core.events import PromotionUndone, emit
from community.core.language import N_
from community.core.session import session
from community.core.text import render_markdown
from community.core.viewer import Viewer
from community.pages import actions as pages
from community.pages.merging import EditConflict, together
from community.pages.versions import Content, Note, change, content_of, version
from community.promotion.compose import section
from community.threads.state import recompute
from models import Page, PageRevision, Promotion, TextVersion, Thread

from .steps import append, insist_room, promotions, say_promoted, say_revised

CHANGED_SINCE = N_("This section was changed since: take it out by editing the page")
ALONE_IN_IT = N_("More has been written up in this page since, so it cannot be undone in one press")


@action
def put_into(actor: Viewer, thread: Thread, page: Page, into: Page) -> Page:
    """Put what was just written up into an existing page instead: it moves there as it is, and its own page goes.

    Raises:
        NotFound: the page was not written up from this thread.
        Conflict: the other page is read by more people, or more has been written up in this one.
    """
    hold(thread)
    rows = _insist_own(thread, page)
    if into.id == page.id:
        raise Invalid("page", "Choose another page")
    insist_room(actor, thread, into)
    at = now()
    append(actor, into, section(thread.title, page.body), thread, at)
    for row in rows:
        row.page_id, row.section, row.at = into.id, thread.title, at
    pages.delete(actor, page)
    say_promoted(actor, thread, into, rows[0].subject)
    return into


def _insist_own(thread: Thread, page: Page) -> Sequence[Promotion]:
    rows = promotions(thread, page)
    if not rows or rows[0].section:
        raise NotFound
    others = select(Promotion.id).where(Promotion.page_id == page.id, Promotion.thread_id != thread.id)
    if session().scalars(others.limit(1)).first() is not None:
        raise Conflict(ALONE_IN_IT)
    return rows


@action
def undo(actor: Viewer, thread: Thread, page: Page) -> Page:
    """Take back a writing-up: its own page is deleted (restorable); a section is taken out again.

    Raises:
        NotFound: the page was not written up from this thread.
        Conflict: the section was changed since, or more has been written up in its page.
    """
    hold(thread)
    rows = promotions(thread, page)
    if not rows:
        raise NotFound
    if rows[0].section:
        _take_out(actor, page, rows)
    else:
        # The rows stay: brought back, the page still knows where it comes from.
        _insist_own(thread, page)
        pages.delete(actor, page)
    recompute(thread)
    event = PromotionUndone(
        thread_id=thread.id, community_id=thread.community_id, actor_id=actor.person_id, page_id=page.id
    )
    emit(event, thread)
    return page


def _take_out(actor: Viewer, page: Page, rows: Sequence[Promotion]) -> None:
    hold(page)
    require(actor, Permission.PAGE_REVISE, page)
    for at in sorted({row.at for row in rows}, reverse=True):
        added = (
            session()
            .scalars(select(PageRevision).where(PageRevision.page_id == page.id, PageRevision.at == at))
            .first()
        )
        before = version(page, added.n - 1) if added is not None else None
        if added is None or before is None:
            raise NotFound
        content = _without(added, before, page)
        if content != content_of(page):
            change(actor, page, content, render_markdown(content.body), Note(f"Without version {added.n}"))
    for row in rows:
        session().delete(row)
    say_revised(actor, page)


def _without(added: PageRevision, before: PageRevision, page: Page) -> Content:
    """As if the section had never come: what was changed elsewhere since then stays."""
    try:
        return together(content_of(added), content_of(before), content_of(page), page.revision)
    except EditConflict:
        raise Conflict(CHANGED_SINCE) from None


@action
def taken_over(actor: Viewer, page: Page, promotion_id: str) -> Page:
    """Say that a later change of the solution is in the page now: it is no longer pointed out.

    Raises:
        NotFound: the page does not come from there.
    """
    hold(page)
    require(actor, Permission.PAGE_REVISE, page)
    row = session().get(Promotion, promotion_id)
    if row is None or row.page_id != page.id:
        raise NotFound
    versions = select(TextVersion.n).where(TextVersion.object == row.subject).order_by(TextVersion.n.desc())
    row.subject_version = session().scalars(versions.limit(1)).first() or 0
    say_revised(actor, page)
    return page
