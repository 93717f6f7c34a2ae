"""Points of work as types (api.py makes them)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from community.core.shapes import CommunityName, Shape
from community.pages.shapes import PageShort
from community.people.shapes import PersonFound
from community.threads.shapes import ThreadShort


class TaskLink(Shape):
    """A task done with a system."""

    name: str
    url: str


class SystemLine(Shape):
    """A system in the list of them."""

    system: str
    url: str
    tasks: list[TaskLink]


class SystemList(Shape):
    """Systems by name."""

    items: list[SystemLine]
    next: str | None


class PointObject(Shape):
    """A point of work: a system, or a task done with it."""

    system: str
    task: str | None
    url: str
    tasks: Annotated[list[TaskLink], Field(description="of a system alone")]
    communities: Annotated[list[CommunityName], Field(description="those that keep it in their lists")]
    pages: Annotated[list[PageShort], Field(description="at most 20, newest activity first")]
    threads: Annotated[
        list[ThreadShort],
        Field(description="solved, written up and waiting ones first, then open ones; at most 20 of each"),
    ]
    people: list[PersonFound]
