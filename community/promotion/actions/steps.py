"""Steps that writing up and putting elsewhere share, within their unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from community.access.audience import tokens_of
from community.access.check import require
from community.access.permissions import Permission
from community.core.action import hold
from community.core.errors import Conflict, Invalid
from community.core.events import PageRevised, SolutionPromoted, emit
from community.core.language import N_
from community.core.limits import spend
from community.core.pictures import pictures_in
from community.core.session import session
from community.core.text import MAX_BODY, render_markdown
from community.core.viewer import Viewer
from community.pages.versions import Note, change, content_of
from community.threads.state import recompute
from community.uploads.attaching import TextOf, attach_what_may
from models import Page, Promotion, Thread

WIDER = N_("That page is read by more people than what you write up, or stands in another community")


def is_shown(actor: Viewer, thread: Thread) -> bool:
    """Whoever asked without a name also writes it up without one."""
    return thread.author_shown or actor.person_id != thread.author_id


@dataclass(frozen=True)
class Place:
    """Where something was written up: the page, since when, and under which heading of it."""

    page: Page
    at: datetime
    section: str = ""


def remember(actor: Viewer, thread: Thread, solutions: Iterable[Row[Any]], place: Place) -> None:
    """Keep where these solutions went."""
    for one in solutions:
        row = Promotion(
            page_id=place.page.id,
            thread_id=thread.id,
            subject=one.subject,
            section=place.section,
            subject_version=one.text_version,
            by_id=actor.person_id,
            at=place.at,
        )
        session().add(row)


def say_promoted(actor: Viewer, thread: Thread, page: Page, subject: str) -> None:
    recompute(thread)
    event = SolutionPromoted(
        thread_id=thread.id,
        community_id=thread.community_id,
        actor_id=actor.person_id,
        subject=subject,
        page_id=page.id,
    )
    emit(event, thread)


def insist_room(actor: Viewer, thread: Thread, into: Page) -> None:
    hold(into)
    require(actor, Permission.PAGE_REVISE, into)
    if into.community_id != thread.community_id or not tokens_of(into.id) <= tokens_of(thread.id):
        raise Conflict(WIDER)


def append(actor: Viewer, page: Page, text: str, thread: Thread, at: datetime) -> None:
    spend(actor, "page_version")
    body = f"{page.body.rstrip()}\n\n{text}"
    if len(body) > MAX_BODY:
        raise Invalid("page", "There is no room left in this page: choose another")
    content = replace(content_of(page), body=body)
    note = Note(f"From “{thread.title}”"[:200], at=at, shown=is_shown(actor, thread))
    html = render_markdown(body)
    change(actor, page, content, html, note)
    attach_what_may(actor, pictures_in(html), TextOf(page.id, page.id))
    say_revised(actor, page)


def say_revised(actor: Viewer, page: Page) -> None:
    event = PageRevised(
        page_id=page.id, community_id=page.community_id, actor_id=actor.person_id, revision=page.revision
    )
    emit(event, page)


def promotions(thread: Thread, page: Page) -> Sequence[Promotion]:
    rows = select(Promotion).where(Promotion.page_id == page.id, Promotion.thread_id == thread.id)
    return session().scalars(rows.order_by(Promotion.at, Promotion.id)).all()
