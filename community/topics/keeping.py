"""Putting topics and points of work on threads and pages. A name that nobody kept yet proposes an entry.

These join the unit of work of whoever calls them; a new entry has its community's audience.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, insert, or_, select

from community.access.audience import give_home
from community.access.visibility import VISIBLE, seeing
from community.core.addresses import slug_of
from community.core.clock import now
from community.core.session import session
from community.core.viewer import Viewer
from models import About, Community, FormerName, System, Task, Topic

MOST_TOPICS = 8
Kept = TypeVar("Kept", Topic, System, Task)
Named = TypeVar("Named", System, Task)


def set_topics(actor: Viewer, root_id: str, names: Iterable[str], community: Community) -> None:
    """Make these the topics of a thread or page; what is not named goes.

    Args:
        actor: who says so.
        root_id: the thread's or page's id.
        names: the topics as typed; at most eight count.
        community: the home, whose list is asked first.
    """
    wanted = {
        _topic(actor, name, community).id
        for name in list(dict.fromkeys(names))[:MOST_TOPICS]
        if slug_of(name)
    }
    present = set(session().scalars(select(About.topic_id).where(About.object == root_id)))
    gone = present - wanted
    if gone:
        session().execute(delete(About).where(About.object == root_id, About.topic_id.in_(gone)))
    rows = [
        {"object": root_id, "topic_id": id_, "by_id": actor.person_id} for id_ in sorted(wanted - present)
    ]
    if rows:
        session().execute(insert(About), rows)


def topics_named(actor: Viewer, names: Iterable[str], community: Community) -> dict[str, str]:
    """The ids of the topics that these names mean, by name; new names propose entries.

    In one query where all are kept, for imports. Names that say nothing are left out.
    """
    slugs = {name: slug for name in sorted(set(names)) if (slug := slug_of(name))}
    near = or_(Topic.community_id == community.id, Topic.community_id.is_(None))
    kept = select(Topic.slug, Topic.id).where(Topic.slug.in_(set(slugs.values())), near)
    # The community's own entry comes last, so it is the one that stays.
    found = {row.slug: row.id for row in session().execute(kept.order_by(Topic.community_id.is_not(None)))}
    for name, slug in slugs.items():
        if slug not in found:
            found[slug] = _propose(Topic(**_entry(actor, name, community)), community).id
    return {name: found[slug] for name, slug in slugs.items()}


def place_of(actor: Viewer, system: str, task: str, community: Community) -> tuple[str | None, str | None]:
    """The system and task that these names mean, or meant before the list was put right; new names propose entries.

    Returns:
        their ids; None where a name was not given. A task needs a system.
    """
    if not slug_of(system):
        return None, None
    found = _kept(System, system, community) or _formerly(actor, System, system, community)
    if found is None:
        found = _propose(System(**_entry(actor, system, community)), community)
    if not slug_of(task):
        return found.id, None
    of_it = Task.system_id == found.id
    known = _kept(Task, task, community, of_it) or _formerly(actor, Task, task, community, of_it)
    chosen = known or _propose(Task(system_id=found.id, **_entry(actor, task, community)), community)
    return found.id, chosen.id


def _topic(actor: Viewer, name: str, community: Community) -> Topic:
    return _kept(Topic, name, community) or _propose(Topic(**_entry(actor, name, community)), community)


def _kept(model: type[Kept], name: str, community: Community, *more: object) -> Kept | None:
    """The entry of the community's or the network's own list; the community's own comes first."""
    near = or_(model.community_id == community.id, model.community_id.is_(None))
    found = select(model).where(model.slug == slug_of(name), near, *more)  # type: ignore[arg-type]
    return session().scalars(found.order_by(model.community_id.is_(None)).limit(1)).first()


def _formerly(
    actor: Viewer, model: type[Named], name: str, community: Community, *more: ColumnElement[bool]
) -> Named | None:
    """The entry of the community's list that went by this name once, where the actor may know what it is called now.

    Else whoever goes on using the old name would make the double anew.
    """
    found = select(model).join(FormerName, FormerName.object == model.id)
    found = found.where(FormerName.slug == slug_of(name), model.community_id == community.id, *more)
    found = found.where(VISIBLE[model]).order_by(FormerName.until.desc()).limit(1)
    return session().scalars(found, seeing(actor)).first()


def _entry(actor: Viewer, name: str, community: Community) -> dict[str, object]:
    return {
        "slug": slug_of(name),
        "name": name[:80],
        "community_id": community.id,
        "created_at": now(),
        "created_by_id": actor.person_id,
    }


def _propose(entry: Kept, community: Community) -> Kept:
    session().add(entry)
    session().flush()
    give_home(entry.id, community)
    return entry
