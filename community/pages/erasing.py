"""What is deleted and not brought back is erased after 30 days: the page, its versions and what was said of it."""

from __future__ import annotations

from sqlalchemy import delete, update

from community.core import clockwork
from community.core.session import session
from community.uploads.attaching import let_go
from models import (
    About,
    Audience,
    Block,
    Following,
    Offered,
    Outcome,
    Page,
    PageRevision,
    Promotion,
    ReadMark,
    Warned,
)

BLANK = {"title": "", "body": "", "success": ""}


def erase_page(page_id: str) -> None:
    """Erase a deleted page; from then on it is missing, not gone. Its row stays for what points to it."""
    page = session().get(Page, page_id)
    if page is None or page.deleted_at is None:
        return
    for model in (Outcome, Warned):
        session().execute(delete(model).where(model.root == page_id))
    session().execute(delete(Promotion).where(Promotion.page_id == page_id))
    session().execute(delete(About).where(About.object == page_id))
    session().execute(delete(Block).where(Block.object == page_id))
    session().execute(update(Page).where(Page.id == page_id).values(body_html="", **BLANK))
    session().execute(
        update(PageRevision).where(PageRevision.page_id == page_id).values(summary="", sent="", **BLANK)
    )
    for told in (Audience, Following, ReadMark, Offered):
        session().execute(delete(told).where(told.object == page_id))
    let_go(page_id)


def register() -> None:
    """Say what is done when the time is over."""
    clockwork.on_due("erase_page", erase_page)
