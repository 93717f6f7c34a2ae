"""Moving a thread to another community: the address stays, and nobody reads it who did not before."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from community.access.audience import home_tokens
from community.access.check import require
from community.access.moving import covers, rehome, tokens_of_all
from community.access.permissions import Permission
from community.access.standing import as_of_now
from community.core.action import action, hold
from community.core.errors import Conflict
from community.core.events import PageMoved, ThreadMoved, emit
from community.core.session import session
from community.core.viewer import Viewer
from community.threads.moving import Moving, keeps_asker, moving
from community.topics.keeping import place_of, set_topics
from models import About, Community, Page, System, Task, Thread, Topic


@action
def move(actor: Viewer, thread: Thread, to: Community) -> Thread:
    """Move a thread to another community, in one piece with the pages that were made of it alone.

    By its asker while they are alone in it, to where they may ask; else by a curator of both places. To the same
    readers or fewer: more people are asked, which is another act. Topics, systems and tasks go along by name, as far
    as everybody there may know them.

    Raises:
        Conflict: more people would read it, or a page made of it; or whoever asked would not any more.
    """
    hold(thread)
    require(actor, Permission.THREAD_MOVE, thread)
    if to.id == thread.community_id:
        return thread
    plan = _plan(as_of_now(actor), thread, to)
    require(actor, plan.wanted, to)
    why_not = plan.why_not(to, keeps_asker=keeps_asker(thread, to))
    if why_not:
        raise Conflict(why_not)
    pages = plan.going_along(to)
    hold(*pages)
    roots: list[Thread | Page] = [thread, *pages]
    left = {one.id: one.community_id for one in roots}
    for one in roots:
        _settle(actor, one, to)
    rehome(list(left), to)
    for page in pages:
        left_id = left[page.id]
        moved = PageMoved(page_id=page.id, community_id=to.id, left_id=left_id, actor_id=actor.person_id)
        emit(moved, page)
    emit(
        ThreadMoved(
            thread_id=thread.id, community_id=to.id, left_id=left[thread.id], actor_id=actor.person_id
        ),
        thread,
    )
    return thread


def _plan(actor: Viewer, thread: Thread, to: Community) -> Moving:
    """What it is judged by, with every community held that has a say in it: none is narrowed meanwhile."""
    pages = (made.page.community for made in moving(actor, thread).pages)
    hold(*{one.id: one for one in (thread.community, to, *pages)}.values())
    return moving(actor, thread)


def _settle(actor: Viewer, moved: Thread | Page, to: Community) -> None:
    """Its home, and the names of what it is about in the lists of that home."""
    topics = session().scalars(_topics_of(moved)).all()
    system = session().get(System, moved.system_id) if moved.system_id else None
    task = session().get(Task, moved.task_id) if moved.task_id else None
    known = _known_there([*topics, *(one for one in (system, task) if one is not None)], to)
    set_topics(actor, moved.id, [one.name for one in topics if one.id in known], to)
    system_name, task_name = (one.name if one and one.id in known else "" for one in (system, task))
    moved.system_id, moved.task_id = place_of(actor, system_name, task_name, to)
    moved.community = to


def _topics_of(moved: Thread | Page) -> Select[Any]:
    about = select(Topic).join(About, About.topic_id == Topic.id)
    return about.where(About.object == moved.id).order_by(Topic.name)


def _known_there(names: list[Topic | System | Task], to: Community) -> set[str]:
    """Those whose name everybody there may know already, so that a new entry tells nobody anything."""
    readers = home_tokens(to)
    return {
        id_ for id_, tokens in tokens_of_all([one.id for one in names]).items() if covers(tokens, readers)
    }
