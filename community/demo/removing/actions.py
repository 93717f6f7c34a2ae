"""The only writer of the demo's end: one unit of work, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import delete, or_, select, update

from community.access.audience import block, raise_epoch
from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.events import DemoRemoved, emit
from community.core.session import memo, query, session, table_of
from community.core.viewer import Viewer
from community.demo import records
from community.threads.state import recompute_each
from models import Community, Imported, Person, Promotion, SameAs, Thread

from .found import Found, Ids, found, parts
from .log import delete_events
from .people import find_stewards, hanging_on, let_go_of_pictures, remove_people
from .rows import delete_rows


@dataclass(frozen=True)
class Removed:
    """How many things went, by kind; and what stays: ids of threads and pages, slugs of communities, handles."""

    went: dict[str, int] = field(default_factory=dict)
    threads: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def keeps_something(self) -> bool:
        """Whether others had written in it."""
        return bool(self.threads or self.pages or self.communities or self.people)


@action
def remove(actor: Viewer) -> Removed:
    """Take away what the demo made and what stands in its communities.

    A thread or page with a text of somebody else stays as it is, and with it its community and the people of the demo
    who are named in it, as accounts that have ended. Marks (that it worked, same problem) go with what they are on.
    """
    require(actor, Permission.NETWORK_CHANGE)
    gone = found()
    touched = _joined_to(gone)
    _say(actor, gone, touched)
    pictures = hanging_on(gone.roots)
    delete_rows(gone)
    kept_people = remove_people(gone.people)
    find_stewards(gone.kept_communities, gone.people)
    let_go_of_pictures(pictures)
    delete_events(gone.objects, gone.people - kept_people)
    _forget(gone, kept_people)
    _mark_anew(touched)
    return _removed(gone, kept_people)


def _say(actor: Viewer, gone: Found, touched: Ids) -> None:
    """First of all, so that no number of an event that goes is given again: SQLite numbers on from the newest row."""
    if gone.roots:
        raise_epoch("public")
        block(gone.roots)
        emit(DemoRemoved(root_ids=tuple(sorted(gone.roots | touched)), actor_id=actor.person_id))


def _joined_to(gone: Found) -> Ids:
    """Threads that stay and rested on what goes: said to be the same as it, or written up in it."""
    return frozenset(
        id_
        for some in parts(gone.roots)
        for joined in (
            select(SameAs.thread_id).where(SameAs.other_id.in_(some)),
            select(Promotion.thread_id).where(Promotion.page_id.in_(some)),
        )
        for id_ in query(joined).scalars()
        if id_ not in gone.threads
    )


def _mark_anew(touched: Ids) -> None:
    session().expire_all()
    memo().clear()
    for some in parts(touched):
        recompute_each(session().scalars(select(Thread).where(Thread.id.in_(some))).all())


def _forget(gone: Found, kept_people: Ids) -> None:
    """The demo's own record goes, but for what stays: a later removal looks at that again."""
    table = table_of(Imported)
    of_demo = or_(Imported.source == records.SOURCE, Imported.source == records.KEPT_SOURCE)
    stays = gone.kept_threads | gone.kept_pages | gone.kept_communities | kept_people
    query(delete(table).where(of_demo, Imported.object.not_in(sorted(stays))))
    query(
        update(table)
        .where(Imported.source == records.SOURCE)
        .values(source=records.KEPT_SOURCE, foreign_id=Imported.object)
    )


def _removed(gone: Found, kept_people: Ids) -> Removed:
    slugs = select(Community.slug).where(Community.id.in_(sorted(gone.kept_communities)))
    handles = select(Person.handle).where(Person.id.in_(sorted(kept_people)))
    return Removed(
        went={
            "people": len(gone.people) - len(kept_people),
            "communities": len(gone.communities),
            "threads": len(gone.threads),
            "pages": len(gone.pages),
        },
        threads=tuple(sorted(gone.kept_threads)),
        pages=tuple(sorted(gone.kept_pages)),
        communities=tuple(sorted(query(slugs).scalars())),
        people=tuple(sorted(query(handles).scalars())),
    )
