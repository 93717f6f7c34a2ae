"""Everything about one topic: pages, what helped, open roadblocks and people, each from its own feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from community.core.viewer import Viewer
from community.pages.at_work import pages_about
from community.people.knowing import Knower, Wanted, who_knows
from community.threads.at_work import about
from community.topics.entries import TopicEntry

MOST_PEOPLE = 6


@dataclass(frozen=True)
class About:
    """A topic, and all that helps there."""

    pages: Sequence[Row[Any]]
    through: Sequence[Row[Any]]
    open: Sequence[Row[Any]]
    people: Sequence[Knower]


def gather_about(viewer: Viewer, topic: TopicEntry) -> About:
    """What the viewer may read of it: four queries, however much there is. No people for signed-out readers."""
    wanted = Wanted(topic=topic.slug)
    through, still_open = about(viewer, topic.ids)
    return About(
        pages=pages_about(viewer, topic.ids),
        through=through,
        open=still_open,
        people=who_knows(viewer, wanted, MOST_PEOPLE).items if viewer.is_signed_in else (),
    )
