"""Who hears of an event in the end: whom it concerns and who follows it, as each of them chose.

docs/following.md has the table that this is. Access is checked by whoever delivers, and again when it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from community.core import events
from community.core.session import session
from community.following.queries import choices, taking_part
from models import MUTE, STRENGTHS, PageRevision

from .ground import Ground, ground_of
from .recipients import nearest
from .told import Told

LITTLE, NORMAL, EVERYTHING = 1, 2, 3
RANK = {MUTE: 0, **{name: rank for rank, name in enumerate(STRENGTHS, start=LITTLE)}}
# How closely one follows a thread or page to hear of this; what is not here is heard from a little on.
LEAST = {
    "answer": NORMAL,
    "cause": NORMAL,
    "changed": NORMAL,
    "comment": NORMAL,  # on what one wrote oneself; any other is `said`
    "new": NORMAL,
    "pointed": NORMAL,
    "said": EVERYTHING,
    "small": EVERYTHING,
    "worked": NORMAL,
}
# What followers are told, where it is more than whom it concerns.
FOLLOWED: dict[type[events.Event], str] = {
    events.ThreadOpened: "new",
    events.PageCreated: "new",
    events.PageRevised: "changed",
    events.PostAnswered: "answer",
    events.PostCommented: "said",
    events.SolutionAccepted: "solved",
    events.SameAsConfirmed: "solved",
    events.CauseWritten: "cause",
    events.SolutionPromoted: "written_up",
    events.WaitingEnded: "repaired",
    events.WarningRaised: "warned",
}


def recipients(event: events.Event) -> list[Told]:
    """Everybody who hears of this event: each once, the nearest reason first, never who did it."""
    told = nearest(event)
    ground = ground_of(event)
    if ground is not None:
        hearing = _Hearing(ground, _chosen(ground, told))
        told = [one for one in told if hearing.is_heard(one)]
        told += [one for one in _followers(event, hearing) if one.person_id != event.actor_id]
    first: dict[str, Told] = {}
    for one in told:
        first.setdefault(one.person_id, one)
    return list(first.values())


def _chosen(ground: Ground, told: list[Told]) -> dict[str, dict[str, tuple[str, str]]]:
    """By person and object: the strength, and the kind of thing."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in choices(ground.objects | {one.root for one in told}):
        found.setdefault(row.person_id, {})[row.object] = (row.strength, row.kind)
    return found


@dataclass(frozen=True)
class _Hearing:
    """What everybody chose for the ground of one event."""

    ground: Ground
    chosen: dict[str, dict[str, tuple[str, str]]]

    def strength(self, person: str, object_: str | None) -> str | None:
        """What they chose for one thing."""
        found = self.chosen.get(person, {}).get(object_ or "")
        return found[0] if found else None

    def mutes(self, person: str, *, wider: bool) -> bool:
        """Whether they muted who did it, or (wider) what it stands in."""
        places = [self.ground.by, *(self.ground.wider if wider else ())]
        return any(self.strength(person, one) == MUTE for one in places)

    def is_heard(self, told: Told) -> bool:
        """Whether somebody whom it concerns wants to hear it."""
        if told.weight == "always":
            return True
        own = self.strength(told.person_id, told.root) or self.strength(told.person_id, self.ground.id)
        if own:
            return RANK[own] >= LEAST.get(told.reason, LITTLE)
        return not self.mutes(told.person_id, wider=told.weight == "wide")

    def through(self, person: str, reason: str, *, takes_part: bool) -> str | None:
        """Through what somebody hears of it who follows it: a kind of thing; None if they do not."""
        least = LEAST.get(reason, LITTLE)
        own = self.strength(person, self.ground.id)
        if own:  # whoever chose for the thing itself knows that it is there
            return self.ground.kind if RANK[own] >= least and reason != "new" else None
        if self.mutes(person, wider=not takes_part):
            return None
        if takes_part and least <= NORMAL:
            return self.ground.kind
        return self._through_wider(person, reason, least)

    def _through_wider(self, person: str, reason: str, least: int) -> str | None:
        """Normal: what is new there. Everything: as if each thing there were followed normally."""
        enough = NORMAL if reason == "new" else EVERYTHING
        for object_, (strength, kind) in sorted(self.chosen.get(person, {}).items()):
            is_there = object_ in self.ground.wider or object_ == self.ground.by
            if is_there and RANK[strength] >= enough and least <= NORMAL:
                return kind
        return None


def _followers(event: events.Event, hearing: _Hearing) -> Iterator[Told]:
    reason = _told_as(event)
    if reason is None:
        return
    ground = hearing.ground
    root, kind, object_ = _about(event, ground)
    writers = taking_part(ground.kind, ground.id) if reason != "new" else frozenset()
    for person in sorted(writers | hearing.chosen.keys()):
        through = hearing.through(person, reason, takes_part=person in writers)
        if through:
            yield Told(person, f"followed_{reason}", root, kind, object_, {"through": through})


def _told_as(event: events.Event) -> str | None:
    if isinstance(event, events.WaitingEnded) and not event.repaired:
        return None
    if isinstance(event, events.PageRevised):
        version = session().get(PageRevision, (event.page_id, event.revision))
        return "small" if version is not None and version.minor else "changed"
    return FOLLOWED.get(type(event))


def _about(event: events.Event, ground: Ground) -> tuple[str, str, str]:
    """Where it leads: the page that was written, else the thread or page it happened on."""
    if isinstance(event, events.SolutionPromoted):
        return event.page_id, "page", event.page_id
    at = getattr(event, "post_id", None) or getattr(event, "subject", None) or getattr(event, "object", None)
    return ground.id, ground.kind, at or ground.id
