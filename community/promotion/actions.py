"""Writing up what worked, putting it elsewhere, and undoing it. The only writer of promotions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from community.access.audience import give, tokens_of
from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict, Invalid, NotFound
from community.core.events import PageCreated, PageRevised, PromotionUndone, SolutionPromoted, emit
from community.core.limits import spend
from community.core.session import session
from community.core.text import MAX_BODY, excerpt, render_markdown
from community.core.viewer import Viewer
from community.pages import actions as pages
from community.pages.merging import EditConflict, together
from community.pages.versions import Content, Note, begin, change, content_of, version
from community.threads.state import recompute
from models import About, Audience, Page, PageRevision, Post, Promotion, TextVersion, Thread

from . import queries
from .compose import Draught, Way, another, compose, has_steps, section
from .drafts import WriteUpDraft

NOTHING_WORKED = "Nothing has worked yet that could be written up: say first what worked"
WIDER = "That page is read by more people than what you write up, or stands in another community"
CHANGED_SINCE = "This section was changed since: take it out by editing the page"
ALONE_IN_IT = "More has been written up in this page since, so it cannot be undone in one press"


@action
def write_up(
    actor: Viewer, source: Thread | Post, draft: WriteUpDraft, *, into: Page | None = None, answer: str = ""
) -> Page:
    """Turn what worked in a thread into a page, or into a section of one. Pressed twice, it is the same page.

    Args:
        actor: who presses.
        source: the thread, or the solution whose author they are.
        draft: a title or kind of their own.
        into: the existing page that takes it as a section.
        answer: the solution that leads; else the best.

    Raises:
        Conflict: nothing worked yet, or the page is read by more people than the thread.
    """
    thread = source.thread if isinstance(source, Post) else source
    hold(thread)
    require(actor, Permission.PROMOTION_MAKE, source)
    solutions = _leading(queries.solutions(actor, thread.id), answer)
    if not solutions:
        raise Conflict(NOTHING_WORKED)
    if into is not None:
        return _add(actor, thread, into, solutions, answer)
    return _live_page(thread) or _begin(actor, thread, solutions, draft)


def _live_page(thread: Thread) -> Page | None:
    made = select(Page).join(Promotion, Promotion.page_id == Page.id)
    standing = made.where(Promotion.thread_id == thread.id, Page.deleted_at.is_(None))
    return session().scalars(standing.order_by(Promotion.at).limit(1)).first()


def _leading(solutions: Sequence[Row[Any]], answer: str) -> list[Row[Any]]:
    if answer and all(one.subject != answer for one in solutions):
        raise NotFound
    return sorted(solutions, key=lambda one: one.subject != answer)


def _draught(thread: Thread, solutions: Sequence[Row[Any]]) -> Draught:
    said = thread.body.strip()
    is_own = thread.kind == "tip" or excerpt(said, len(thread.title) + 1) == thread.title
    ways = tuple(Way(one.body, one.cause) for one in solutions)
    return Draught(thread.title, "" if is_own else said, ways)


def _begin(actor: Viewer, thread: Thread, solutions: Sequence[Row[Any]], draft: WriteUpDraft) -> Page:
    spend(actor, "page_version")
    at = now()
    body, count = compose(_draught(thread, solutions))
    is_howto = thread.kind == "tip" and has_steps(thread.body)
    kind = draft.kind or ("howto" if is_howto else "troubleshooting")
    content = Content(kind, draft.title or thread.title, body, "")
    note = Note("Written up", at=at, shown=_is_shown(actor, thread))
    page = begin(actor, thread.community, content, render_markdown(body), note)
    page.system_id, page.task_id, page.role = thread.system_id, thread.task_id, thread.role
    _give_readers(page, thread)
    _give_topics(actor, page, thread)
    _remember(actor, page, thread, solutions[:count], at=at)
    emit(PageCreated(page_id=page.id, community_id=page.community_id, actor_id=actor.person_id), page)
    _say_promoted(actor, thread, page, solutions[0].subject)
    return page


def _is_shown(actor: Viewer, thread: Thread) -> bool:
    """Whoever asked without a name also writes it up without one."""
    return thread.author_shown or actor.person_id != thread.author_id


def _give_readers(page: Page, thread: Thread) -> None:
    """Exactly who reads the thread by right; guests of this one thread are guests of nothing else."""
    rows = session().execute(select(Audience.token, Audience.source).where(Audience.object == thread.id)).all()
    for source in sorted({row.source for row in rows} - {"guest"}):
        give(page.id, (row.token for row in rows if row.source == source), source)


def _give_topics(actor: Viewer, page: Page, thread: Thread) -> None:
    ids = session().scalars(select(About.topic_id).where(About.object == thread.id)).all()
    if ids:
        rows = [{"object": page.id, "topic_id": id_, "by_id": actor.person_id} for id_ in ids]
        session().execute(insert(About), rows)


def _remember(
    actor: Viewer, page: Page, thread: Thread, solutions: Iterable[Row[Any]], *, at: datetime, title: str = ""
) -> None:
    for one in solutions:
        row = Promotion(
            page_id=page.id,
            thread_id=thread.id,
            subject=one.subject,
            section=title,
            subject_version=one.text_version,
            by_id=actor.person_id,
            at=at,
        )
        session().add(row)


def _say_promoted(actor: Viewer, thread: Thread, page: Page, subject: str) -> None:
    recompute(thread)
    event = SolutionPromoted(
        thread_id=thread.id,
        community_id=thread.community_id,
        actor_id=actor.person_id,
        subject=subject,
        page_id=page.id,
    )
    emit(event, thread)


def _add(actor: Viewer, thread: Thread, into: Page, solutions: Sequence[Row[Any]], answer: str) -> Page:
    """Append what is not in the page yet: the whole as a section, or one further way."""
    _insist_room(actor, thread, into)
    held = {row.subject for row in _promotions(thread, into)}
    wanted = [one for one in solutions if one.subject == answer or not answer]
    missing = [one for one in wanted if one.subject not in held]
    if not missing:
        return into
    at = now()
    if held:
        text = "\n\n".join(another(Way(one.body, one.cause)) for one in missing)
    else:
        text = section(thread.title, compose(_draught(thread, missing))[0])
    _append(actor, into, text, thread, at)
    _remember(actor, into, thread, missing, at=at, title=thread.title)
    _say_promoted(actor, thread, into, missing[0].subject)
    return into


def _insist_room(actor: Viewer, thread: Thread, into: Page) -> None:
    hold(into)
    require(actor, Permission.PAGE_REVISE, into)
    if into.community_id != thread.community_id or not tokens_of(into.id) <= tokens_of(thread.id):
        raise Conflict(WIDER)


def _append(actor: Viewer, page: Page, text: str, thread: Thread, at: datetime) -> None:
    spend(actor, "page_version")
    body = f"{page.body.rstrip()}\n\n{text}"
    if len(body) > MAX_BODY:
        raise Invalid("page", "There is no room left in this page: choose another")
    content = replace(content_of(page), body=body)
    note = Note(f"From “{thread.title}”"[:200], at=at, shown=_is_shown(actor, thread))
    change(actor, page, content, render_markdown(body), note)
    _say_revised(actor, page)


def _say_revised(actor: Viewer, page: Page) -> None:
    event = PageRevised(
        page_id=page.id, community_id=page.community_id, actor_id=actor.person_id, revision=page.revision
    )
    emit(event, page)


def _promotions(thread: Thread, page: Page) -> Sequence[Promotion]:
    rows = select(Promotion).where(Promotion.page_id == page.id, Promotion.thread_id == thread.id)
    return session().scalars(rows.order_by(Promotion.at, Promotion.id)).all()


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
    _insist_room(actor, thread, into)
    at = now()
    _append(actor, into, section(thread.title, page.body), thread, at)
    for row in rows:
        row.page_id, row.section, row.at = into.id, thread.title, at
    pages.delete(actor, page)
    _say_promoted(actor, thread, into, rows[0].subject)
    return into


def _insist_own(thread: Thread, page: Page) -> Sequence[Promotion]:
    rows = _promotions(thread, page)
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
    rows = _promotions(thread, page)
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
        added = session().scalars(
            select(PageRevision).where(PageRevision.page_id == page.id, PageRevision.at == at)
        ).first()
        before = version(page, added.n - 1) if added is not None else None
        if added is None or before is None:
            raise NotFound
        content = _without(added, before, page)
        if content != content_of(page):
            change(actor, page, content, render_markdown(content.body), Note(f"Without version {added.n}"))
    for row in rows:
        session().delete(row)
    _say_revised(actor, page)


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
    _say_revised(actor, page)
    return page
