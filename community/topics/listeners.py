"""What topics hear: whatever changes what a thread shows of what people know."""

from __future__ import annotations

from community.core.events import Event, Listener, OutcomeSaid, ProfileClaimed, ThreadEvent

from .experts import refresh, refresh_person


def _refresh(events: list[tuple[int, Event]]) -> None:
    for _number, event in events:
        if isinstance(event, ThreadEvent):
            refresh(event.thread_id)
        elif isinstance(event, OutcomeSaid) and event.root_kind == "thread":
            refresh(event.root)
        elif isinstance(event, ProfileClaimed):
            refresh_person(event.profile_id)
            refresh_person(event.person_id)


EXPERTS = Listener("topics.experts", "rows", "rows", _refresh)
