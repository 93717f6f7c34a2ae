"""What the demo has made so far, kept beside what imports have brought in: so that it is made once, and taken away.

A row for each person, community, thread, post and page, written with it; and one that says how far the making is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.errors import Conflict
from community.core.language import N_
from community.core.session import session
from community.core.viewer import Viewer
from models import Imported, Person

SOURCE = "demo"
# What was kept when the rest was taken away, because others had written in it; a later removal looks at it again.
KEPT_SOURCE = "demo, kept"
PROGRESS = "progress"
_ROW = (SOURCE, PROGRESS, "made")

OTHER_RELEASE = N_(
    "The demo of another release was begun and not finished: throughway demo --remove takes it away"
)
BESIDE_US = N_("The demo is being made or taken away by somebody else just now")


@dataclass(frozen=True)
class Piece:
    """One thing that was made: its kind, what the stories call it, its id."""

    kind: str
    key: str
    id: str


@dataclass(frozen=True)
class Standing:
    """How many of how many acts are done."""

    done: int
    acts: int


@dataclass(frozen=True)
class Progress:
    """The moment that the stories count back from, and how many of their acts are done."""

    began: datetime
    done: int


def begin(actor: Viewer, fingerprint: str, acts: int) -> Progress:
    """Where the making stands; begun now where nothing is there yet.

    Args:
        actor: the command line.
        fingerprint: of the present stories.
        acts: how many acts they are.

    Raises:
        Conflict: another release's stories were begun and not finished.
    """
    with unit_of_work():
        require(actor, Permission.NETWORK_PEOPLE)
        row = session().get(Imported, _ROW)
        if row is None:
            row = _new(fingerprint, acts)
        elif row.was["fingerprint"] != fingerprint and row.was["done"] < row.was["acts"]:
            raise Conflict(OTHER_RELEASE)
        is_other = row.was["fingerprint"] != fingerprint
        return Progress(datetime.fromisoformat(row.was["began"]), acts if is_other else row.was["done"])


def _new(fingerprint: str, acts: int) -> Imported:
    at = now()
    was = {"began": at.isoformat(), "fingerprint": fingerprint, "acts": acts, "done": 0}
    row = Imported(source=SOURCE, kind=PROGRESS, foreign_id=_ROW[2], object="", was=was, at=at)
    session().add(row)
    return row


def step(done: int) -> None:
    """One more act is done, within its unit of work.

    Raises:
        Conflict: somebody else makes or removes the demo beside us.
    """
    row = session().get(Imported, _ROW, with_for_update=True, populate_existing=True)
    if row is None or row.was["done"] != done:
        raise Conflict(BESIDE_US)
    row.was = {**row.was, "done": done + 1}


def standing() -> Standing | None:
    """How far the making is; None where nothing of it is here."""
    row = session().get(Imported, _ROW)
    return Standing(row.was["done"], row.was["acts"]) if row is not None else None


def remember(piece: Piece) -> None:
    """Keep what an act has made, within its unit of work."""
    values = {"source": SOURCE, "kind": piece.kind, "foreign_id": piece.key, "object": piece.id, "was": {}}
    session().execute(insert(Imported).values(**values, at=now()))


def pieces(*sources: str) -> list[Piece]:
    """Everything that was made and is remembered."""
    kept = select(Imported.kind, Imported.foreign_id, Imported.object)
    chosen = kept.where(Imported.source.in_(sources or (SOURCE,)), Imported.kind != PROGRESS)
    return [Piece(*row) for row in session().execute(chosen.order_by(Imported.kind, Imported.foreign_id))]


def person(key: str) -> Person | None:
    """Somebody of the demo, as long as it is here."""
    made = select(Imported.object).where(
        Imported.source == SOURCE, Imported.kind == "person", Imported.foreign_id == key
    )
    return session().scalars(select(Person).where(Person.id.in_(made))).first()


def handles(people: Iterable[str]) -> dict[str, str]:
    """The handles of people, by their ids."""
    found = select(Person.id, Person.handle).where(Person.id.in_(list(people)))
    return {row.id: row.handle for row in session().execute(found)}
