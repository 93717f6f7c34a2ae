"""What an event happened on, as far as somebody may follow it: the thing itself, what it stands in, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from community.core import events
from community.core.session import session
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
        return _ground(Thread, event.thread_id, event)
    if isinstance(event, events.PageEvent):
        return _ground(Page, event.page_id, event)
    if isinstance(event, events.OutcomeSaid):
        return _ground(Page if event.root_kind == "page" else Thread, event.root, event)
    return None


def _ground(model: type[Thread | Page], id_: str, event: events.Event) -> Ground:
    found: type[Any] = model
    root: Thread | Page = session().get_one(found, id_)
    topics = session().scalars(_topics_of(id_)).all()
    wider = {root.community_id, *topics, *_point_of_work(root)}
    return Ground(id_, model.__name__.lower(), frozenset(wider), _shown(event))


def _topics_of(id_: str) -> Any:
    """Its topics, with those of their names in other lists, as for points of work."""
    here, there = aliased(Topic), aliased(Topic)
    same = select(there.id).join(here, here.slug == there.slug).join(About, About.topic_id == here.id)
    return same.where(About.object == id_).distinct()


def _point_of_work(root: Thread | Page) -> Iterator[str]:
    """Its system and task, with those of their names in other lists: they have one address, and are followed as one."""
    if root.system_id is None:
        return
    slug = select(System.slug).where(System.id == root.system_id).scalar_subquery()
    yield from session().scalars(select(System.id).where(System.slug == slug))
    if root.task_id is not None:
        name = select(Task.slug).where(Task.id == root.task_id).scalar_subquery()
        done_with_it = select(Task.id).join(System, System.id == Task.system_id).where(System.slug == slug)
        yield from session().scalars(done_with_it.where(Task.slug == name))


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
