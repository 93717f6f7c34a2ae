"""What an event happened on, as far as somebody may follow it: the thing itself, what it stands in, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from community.core import events
from community.core.session import query, session
from models import About, Page, PageRevision, Post, System, Task, Thread, Topic


@dataclass(frozen=True)
class Ground:
    """A thread or page; its community, topics, system and task; and who is shown to have done it."""

    id: str
    kind: str
    wider: frozenset[str]
    by: str | None

    @property
    def objects(self) -> frozenset[str]:
        """Everything of it that can be followed."""
        return self.wider | {self.id} | ({self.by} if self.by else set())


def ground_of(event: events.Event) -> Ground | None:
    """The ground of an event; None where it is about somebody's own account or place."""
    if isinstance(event, events.ThreadEvent):
        return _ground("thread", event.thread_id, event)
    if isinstance(event, events.PageEvent):
        return _ground("page", event.page_id, event)
    if isinstance(event, events.OutcomeSaid):
        return _ground("page" if event.root_kind == "page" else "thread", event.root, event)
    return None


_HERE, _THERE = aliased(Topic), aliased(Topic)
# With those of their names in other lists, as for points of work.
_TOPICS = (
    select(_THERE.id)
    .join(_HERE, _HERE.slug == _THERE.slug)
    .join(About, About.topic_id == _HERE.id)
    .where(About.object == bindparam("object"))
    .distinct()
)
_NAMED_SO = select(System.slug).where(System.id == bindparam("system")).scalar_subquery()
_SYSTEMS = select(System.id).where(System.slug == _NAMED_SO)
_TASKS = (
    select(Task.id)
    .join(System, System.id == Task.system_id)
    .where(
        System.slug == _NAMED_SO,
        Task.slug == select(Task.slug).where(Task.id == bindparam("task")).scalar_subquery(),
    )
)


_ROOTS: dict[str, Any] = {
    kind: select(model.community_id, model.system_id, model.task_id).where(model.id == bindparam("object"))
    for kind, model in (("thread", Thread), ("page", Page))
}


def _ground(kind: str, id_: str, event: events.Event) -> Ground:
    root = query(_ROOTS[kind], {"object": id_}).one()
    topics = query(_TOPICS, {"object": id_}).scalars()
    wider = {root.community_id, *topics, *_point_of_work(root)}
    return Ground(id_, kind, frozenset(wider), _shown(event))


def _point_of_work(root: Row[Any]) -> Iterator[str]:
    """Its system and task, with those of their names in other lists: they have one address, and are followed as one."""
    if root.system_id is None:
        return
    yield from query(_SYSTEMS, {"system": root.system_id}).scalars()
    if root.task_id is not None:
        yield from query(_TASKS, {"system": root.system_id, "task": root.task_id}).scalars()


def _shown(event: events.Event) -> str | None:
    """Who did it, where their name stands beside it: whoever is not named is neither followed nor muted in it."""
    made: Thread | Post | PageRevision | None = None
    if isinstance(event, events.ThreadOpened):
        made = session().get(Thread, event.thread_id)
    elif isinstance(event, events.PostAnswered | events.PostCommented):
        made = session().get(Post, event.post_id)
    elif isinstance(event, events.PageCreated):
        made = session().get(PageRevision, (event.page_id, 1))
    elif isinstance(event, events.PageRevised):
        made = session().get(PageRevision, (event.page_id, event.revision))
    if made is None:
        return None
    is_shown = made.by_shown if isinstance(made, PageRevision) else made.author_shown
    return event.actor_id if is_shown else None
