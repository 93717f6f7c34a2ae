"""The pages that take somebody through a point of work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from community.access.visibility import seeing
from community.core.session import query
from community.core.viewer import Viewer
from models import About, Page

from .queries import LISTED

MOST_PAGES = 20

_ORDERED: Any = LISTED.order_by(Page.activity.desc(), Page.id.desc()).limit(MOST_PAGES)
_OF_SYSTEMS = _ORDERED.where(Page.system_id.in_(bindparam("systems", expanding=True)))
_OF_TASKS = _ORDERED.where(Page.task_id.in_(bindparam("tasks", expanding=True)))

_ABOUT = _ORDERED.where(
    Page.id.in_(select(About.object).where(About.topic_id.in_(bindparam("topics", expanding=True))))
)


def pages_about(viewer: Viewer, topics: Sequence[str]) -> Sequence[Row[Any]]:
    """The pages about any of these topics, newest activity first."""
    return query(_ABOUT, {**seeing(viewer), "me": viewer.person_id, "topics": list(topics)}).all()


def steps(viewer: Viewer, systems: Sequence[str], tasks: Sequence[str] = ()) -> Sequence[Row[Any]]:
    """The pages about these systems, newest activity first.

    Args:
        viewer: who looks.
        systems: the ids of systems.
        tasks: those of tasks; given, only pages about these.
    """
    who = {**seeing(viewer), "me": viewer.person_id}
    if tasks:
        return query(_OF_TASKS, {**who, "tasks": list(tasks)}).all()
    return query(_OF_SYSTEMS, {**who, "systems": list(systems)}).all()
