"""A page that goes or comes back changes the state of the threads it was written up from."""

from __future__ import annotations

from sqlalchemy import select

from community.core.action import hold
from community.core.events import Event, Listener, PageEvent
from community.core.session import session
from community.threads.state import recompute
from models import Promotion, Thread


def follow_pages(batch: list[tuple[int, Event]]) -> None:
    """Work out the state marks anew."""
    ids = {event.page_id for _number, event in batch if isinstance(event, PageEvent)}
    sources = select(Promotion.thread_id).where(Promotion.page_id.in_(ids))
    for thread in session().scalars(select(Thread).where(Thread.id.in_(sources)).order_by(Thread.id)).all():
        hold(thread)
        recompute(thread)
    session().flush()


FOLLOW_PAGES = Listener(name="promotion", kind="rows", lane="rows", handle=follow_pages)
