"""What threads and pages are about, as far as the viewer may know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from community.access.visibility import VISIBLE, seeing
from community.core.session import query, session
from community.core.viewer import Viewer
from models import About, System, Task, Topic

_TOPICS_OF = (
    select(About.object, Topic.name, Topic.slug)
    .join(Topic, Topic.id == About.topic_id)
    .where(About.object.in_(bindparam("objects", expanding=True)), VISIBLE[Topic])
    .order_by(Topic.name)
)
_SYSTEMS = select(System.name).where(VISIBLE[System]).order_by(System.name).limit(200)
_TASKS = select(Task.name).where(VISIBLE[Task]).order_by(Task.name).distinct().limit(200)
_TOPICS = select(Topic.name).where(VISIBLE[Topic]).order_by(Topic.name).distinct().limit(200)


def topics_of(viewer: Viewer, objects: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """The topics of several threads or pages, by their ids; rows have `name` and `slug`."""
    ids = list(objects)
    found: dict[str, list[Row[Any]]] = {id_: [] for id_ in ids}
    if ids:
        for row in query(_TOPICS_OF, {**seeing(viewer), "objects": ids}):
            found[row.object].append(row)
    return found


def known_places(viewer: Viewer) -> tuple[Sequence[str], Sequence[str]]:
    """Names of systems and of tasks to offer while typing."""
    who = seeing(viewer)
    return session().scalars(_SYSTEMS, who).all(), session().scalars(_TASKS, who).all()


def known_topics(viewer: Viewer) -> Sequence[str]:
    """Names of topics to offer while typing."""
    return session().scalars(_TOPICS, seeing(viewer)).all()
