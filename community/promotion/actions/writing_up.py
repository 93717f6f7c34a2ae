"""Turning what worked into a page, or into a section of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select

from community.access.audience import give
from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import Conflict, NotFound
from community.core.events import PageCreated, emit
from community.core.language import N_
from community.core.limits import spend
from community.core.pictures import pictures_in
from community.core.session import session
from community.core.text import excerpt, render_markdown
from community.core.viewer import Viewer
from community.pages.versions import Content, Note, begin
from community.promotion import queries
from community.promotion.compose import Draught, Way, another, compose, has_steps, section
from community.promotion.drafts import WriteUpDraft
from community.uploads.attaching import TextOf, attach_what_may
from models import About, Audience, Page, Post, Promotion, Thread

from .steps import Place, append, insist_room, is_shown, promotions, remember, say_promoted

NOTHING_WORKED = N_("Nothing has worked yet that could be written up: say first what worked")


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
    says_no_more = excerpt(said, len(thread.title) + 1) == thread.title and not pictures_in(thread.body_html)
    is_own = thread.kind == "tip" or says_no_more
    ways = tuple(Way(one.body, one.cause) for one in solutions)
    return Draught(thread.title, "" if is_own else said, ways)


def _begin(actor: Viewer, thread: Thread, solutions: Sequence[Row[Any]], draft: WriteUpDraft) -> Page:
    spend(actor, "page_version")
    at = now()
    body, count = compose(_draught(thread, solutions))
    is_howto = thread.kind == "tip" and has_steps(thread.body)
    kind = draft.kind or ("howto" if is_howto else "troubleshooting")
    content = Content(kind, draft.title or thread.title, body, "")
    note = Note("Written up", at=at, shown=is_shown(actor, thread))
    page = begin(actor, thread.community, content, render_markdown(body), note)
    page.system_id, page.task_id, page.role = thread.system_id, thread.task_id, thread.role
    _give_readers(page, thread)
    attach_what_may(actor, pictures_in(page.body_html), TextOf(page.id, page.id))
    _give_topics(actor, page, thread)
    remember(actor, thread, solutions[:count], Place(page, at))
    emit(PageCreated(page_id=page.id, community_id=page.community_id, actor_id=actor.person_id), page)
    say_promoted(actor, thread, page, solutions[0].subject)
    return page


def _give_readers(page: Page, thread: Thread) -> None:
    """Exactly who reads the thread by right; guests of this one thread are guests of nothing else."""
    rows = (
        session().execute(select(Audience.token, Audience.source).where(Audience.object == thread.id)).all()
    )
    for source in sorted({row.source for row in rows} - {"guest"}):
        give(page.id, (row.token for row in rows if row.source == source), source)


def _give_topics(actor: Viewer, page: Page, thread: Thread) -> None:
    ids = session().scalars(select(About.topic_id).where(About.object == thread.id)).all()
    if ids:
        rows = [{"object": page.id, "topic_id": id_, "by_id": actor.person_id} for id_ in ids]
        session().execute(insert(About), rows)


def _add(actor: Viewer, thread: Thread, into: Page, solutions: Sequence[Row[Any]], answer: str) -> Page:
    """Append what is not in the page yet: the whole as a section, or one further way."""
    insist_room(actor, thread, into)
    held = {row.subject for row in promotions(thread, into)}
    wanted = [one for one in solutions if one.subject == answer or not answer]
    missing = [one for one in wanted if one.subject not in held]
    if not missing:
        return into
    at = now()
    if held:
        text = "\n\n".join(another(Way(one.body, one.cause)) for one in missing)
    else:
        text = section(thread.title, compose(_draught(thread, missing))[0])
    append(actor, into, text, thread, at)
    remember(actor, thread, missing, Place(into, at, thread.title))
    say_promoted(actor, thread, into, missing[0].subject)
    return into
