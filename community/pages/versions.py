"""A page's versions: plain steps within the unit of work of whoever writes pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from community.core.clock import micros, now
from community.core.session import session
from community.core.viewer import Viewer
from models import Community, Page, PageRevision


@dataclass(frozen=True)
class Content:
    """What one version says."""

    kind: str
    title: str
    body: str
    success: str


@dataclass(frozen=True)
class Note:
    """What a version says of itself: why, whether it is small, when, whether its writer is named, what was sent."""

    summary: str = ""
    minor: bool = False
    at: datetime | None = None
    shown: bool = True
    sent: str = ""


def content_of(kept: Page | PageRevision) -> Content:
    """What a page, or one of its versions, says."""
    return Content(kept.kind, kept.title, kept.body, kept.success)


def begin(actor: Viewer, community: Community, content: Content, html: str, note: Note) -> Page:
    """A new page with its first version. It has no audience yet: the caller gives it one."""
    at = note.at or now()
    page = Page(
        **vars(content),
        body_html=html,
        community=community,
        owner_id=actor.person_id,
        revision=1,
        activity=micros(at),
        created_at=at,
        changed_at=at,
    )
    session().add(page)
    session().flush()
    _keep(actor, page, replace(note, at=at))
    return page


def change(actor: Viewer, page: Page, content: Content, html: str, note: Note) -> None:
    """The next version of a held page."""
    at = note.at or now()
    page.kind, page.title, page.body, page.success = (
        content.kind,
        content.title,
        content.body,
        content.success,
    )
    page.body_html, page.changed_at = html, at
    page.revision += 1
    _keep(actor, page, replace(note, at=at, shown=note.shown and not _is_hidden(actor, page)))


def _keep(actor: Viewer, page: Page, note: Note) -> None:
    version = PageRevision(
        page_id=page.id,
        n=page.revision,
        **vars(content_of(page)),
        summary=note.summary,
        minor=note.minor,
        by_id=actor.person_id,
        by_shown=note.shown,
        sent=note.sent,
        at=note.at,
    )
    session().add(version)


def _is_hidden(actor: Viewer, page: Page) -> bool:
    """Whether somebody has written here without a name before: then a name now would tell whose it was."""
    hidden = select(PageRevision.n).where(
        PageRevision.page_id == page.id,
        PageRevision.by_id == actor.person_id,
        PageRevision.by_shown.is_(False),
    )
    return session().scalars(hidden.limit(1)).first() is not None


def version(page: Page, n: int) -> PageRevision | None:
    """One version of a page."""
    return session().get(PageRevision, (page.id, n))


def is_saved(actor: Viewer, page: Page, sent: str) -> bool:
    """Whether this person has saved just this before: a form that was sent twice, merged or not."""
    saved = select(PageRevision.n).where(
        PageRevision.page_id == page.id, PageRevision.by_id == actor.person_id, PageRevision.sent == sent
    )
    return session().scalars(saved.limit(1)).first() is not None


def fingerprint(content: Content, base: int) -> str:
    """What tells one sent form from another: its fields and the version it was made of."""
    parts = (str(base), content.kind, content.title, content.success, content.body)
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()
