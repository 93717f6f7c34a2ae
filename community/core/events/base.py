"""The base of all events, and `emit`: an event, a delivery per listener, its stream entries: one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from sqlalchemy import insert

from community.core import streams
from community.core.clock import now
from community.core.session import query, session, table_of
from community.core.streams import Entry
from models import Delivery, EventRow


@dataclass(frozen=True, kw_only=True)
class Event:
    """The base of all events. `actor_id` is empty for the clock and the command line."""

    actor_id: str | None
    raises: ClassVar[bool] = False

    def entries(self) -> tuple[Entry, ...]:
        """The stream entries this event makes."""
        return ()


@dataclass(frozen=True)
class Listener:
    """Who hears of an event.

    `rows`: database only, committed together with its delivery. `outside`: I/O without a transaction.
    `handle` gets a batch of events, each with its row's id.
    """

    name: str
    kind: str
    lane: str
    handle: Callable[[list[tuple[int, Event]]], None]


Fanout = Mapping[type[Event], tuple[Listener, ...]]
_fanout: Fanout = {}


def use_fanout(fanout: Fanout) -> None:
    """Say once, at the start, who hears of what."""
    global _fanout  # noqa: PLW0603  set once by the composition root
    _fanout = fanout


def listeners() -> dict[str, Listener]:
    """All listeners by name."""
    return {listener.name: listener for heard in _fanout.values() for listener in heard}


def catalogue() -> dict[str, type[Event]]:
    """All events by name, those without subclasses and those with."""
    found: dict[str, type[Event]] = {}
    waiting = list(Event.__subclasses__())
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    return found


_SAID = insert(table_of(EventRow)).returning(table_of(EventRow).c.id)
_TO_DELIVER = insert(table_of(Delivery))


def emit(event: Event, *changed: Any) -> int:
    """Say that something happened: the last statement of an action.

    Args:
        event: what happened.
        changed: the rows it made or changed, which get their place in the streams.

    Returns:
        the event's number.
    """
    session().flush()
    at = now()
    number: int = query(_SAID, {"type": type(event).__name__, "data": asdict(event), "at": at}).scalar_one()
    heard = _fanout.get(type(event), ())
    if heard:
        query(
            _TO_DELIVER,
            [
                {
                    "event_id": number,
                    "listener": one.name,
                    "lane": one.lane,
                    "due_at": at,
                    "tries": 0,
                    "error": "",
                }
                for one in heard
            ],
        )
    for entry in event.entries():
        streams.note(entry, changed, raises=event.raises and entry.stream.startswith("list:"))
    return number


def revive(row: EventRow) -> Event:
    """The event that a row keeps."""
    kind = catalogue()[row.type]
    data: dict[str, Any] = dict(row.data)
    for name, value in data.items():
        if isinstance(value, list):
            data[name] = tuple(value)
    return kind(**data)
