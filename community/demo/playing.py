"""Making the demo: act by act in the order of time, each a unit of work at its own time. Stopped, it goes on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import delete, select

from community.core import limits
from community.core.action import unit_of_work
from community.core.clock import as_if, now
from community.core.errors import Busy
from community.core.events import listeners, revive
from community.core.session import session
from community.core.viewer import Viewer
from community.demo import records, script
from community.demo.deeds import DEEDS
from community.demo.deeds.doing import Doing
from community.demo.scene import Scene
from community.demo.script import Act
from models import Delivery, EventRow

# Whoever writes beside us goes first; the demo waits a little, and longer each time.
PATIENCE_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)
# Given how many acts there are, a context within which each one that is done is told.
Watching = Callable[[int], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class Made:
    """How many acts were done just now, and how many things there are, by kind."""

    acts: int
    things: Mapping[str, int]


def make(actor: Viewer, watching: Watching) -> Made:
    """Make the demo, or what is missing of it; made once, nothing more is done.

    Args:
        actor: the command line.
        watching: who hears how far it is.

    Raises:
        Conflict: another release's demo was begun, or somebody else makes it just now.
    """
    length = len(script.acts(now()))
    progress = records.begin(actor, script.fingerprint(), length)
    scene = Scene(records.pieces())
    acts = script.acts(progress.began)[progress.done :]
    # Limits are for people at the doors: weeks of writing are written down here within seconds.
    with limits.lifted(), watching(len(acts)) as told:
        for number, act in enumerate(acts, progress.done):
            _play(scene, number, act)
            told(1)
    return Made(len(acts), Counter(piece.kind for piece in records.pieces()))


def _play(scene: Scene, number: int, act: Act) -> None:
    with as_if(act.at):
        doing = DEEDS[act.does](scene, act)
        for seconds in PATIENCE_SECONDS:
            try:
                return _do(scene, number, doing)
            except Busy:
                time.sleep(seconds)
        return _do(scene, number, doing)


def _do(scene: Scene, number: int, doing: Doing) -> None:
    with unit_of_work():
        records.step(number)
        piece = doing()
        if piece is not None:
            records.remember(piece)
            scene.add(piece)
        _hear()


def _hear() -> None:
    """Have those hear of it at once who only write rows: so that inboxes have the time of the act, not of the command.

    No other event has the time of this one, which is long over.
    """
    session().flush()
    heard = {name: one for name, one in listeners().items() if one.kind == "rows"}
    mine = (
        select(Delivery.id, Delivery.listener, EventRow)
        .join(EventRow, EventRow.id == Delivery.event_id)
        .where(EventRow.at == now(), Delivery.listener.in_(heard))
        .order_by(Delivery.id)
    )
    found = session().execute(mine).all()
    for _id, name, row in found:
        heard[name].handle([(row.id, revive(row))])
        session().flush()
    session().execute(delete(Delivery).where(Delivery.id.in_([row.id for row in found])))
