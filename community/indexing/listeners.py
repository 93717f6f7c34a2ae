"""What the index hears of: everything that changes what is found, by whom, or in which order."""

from __future__ import annotations

from community.core.events import (
    DemoRemoved,
    Event,
    Listener,
    OutcomeSaid,
    PageDeleted,
    PageEvent,
    PageRestored,
    PlaceRenamed,
    ProfileClaimed,
    PromotionUndone,
    SolutionPromoted,
    ThreadEvent,
    ThreadsImported,
    VisibilityChanged,
)
from community.finder.engine import was_unavailable
from search import SearchUnavailable

from . import queries
from .documents import every_root
from .following import follow


def follow_events(batch: list[tuple[int, Event]]) -> None:
    """Have the index follow what these events are about.

    Raises:
        SearchUnavailable: it cannot now; the events come again.
    """
    try:
        follow(id_ for _, event in batch for id_ in roots_of(event))
        for community_id in {
            event.community_id for _, event in batch if isinstance(event, VisibilityChanged)
        }:
            for ids in every_root(community_id):
                follow(ids)
    except SearchUnavailable as error:
        was_unavailable(error)
        raise


def roots_of(event: Event) -> list[str]:
    """The threads and pages that an event is about."""
    match event:
        case SolutionPromoted() | PromotionUndone():
            found = [event.thread_id, event.page_id]
        case ThreadEvent():
            found = [event.thread_id]
        case PageDeleted() | PageRestored():
            # The threads it was written up from have another state mark now.
            found = [event.page_id, *queries.sources_of(event.page_id)]
        case PageEvent():
            found = [event.page_id]
        case OutcomeSaid():
            found = [event.root]
        case ProfileClaimed():
            found = list(queries.written_by(event.person_id))
        case PlaceRenamed():
            found = list(queries.done_with(event.place_id))
        case ThreadsImported():
            found = list(event.thread_ids)
        case DemoRemoved():
            found = list(event.root_ids)
        case _:
            found = []
    return found


INDEX = Listener("indexing.follow", "outside", "index", follow_events)
