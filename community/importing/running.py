"""One run of an import: its people, its threads by the dozens, what joins them. Stopped, it can be run again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from community.core.errors import Busy
from community.core.session import session
from community.core.viewer import Viewer
from community.importing import actions, queries
from community.importing.addresses import Place, Rewriting
from community.importing.conversation import Conversation, Conversations
from community.importing.known import Lot, look
from community.importing.lots import MANY, by
from community.importing.naming import Passage, foreign
from community.importing.profiles import Profile, nobody_of, profile_of
from community.importing.renewal import Renewal, Renewals
from community.importing.stackexchange.plan import ImportUnit, Plan, PlannedLink
from community.importing.tally import Tally
from community.importing.texts import Texts
from models import Community

UNITS = 50
# Whoever writes beside the import goes first; it waits a little, and longer each time.
PATIENCE_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)

A = TypeVar("A")
B = TypeVar("B")
R = TypeVar("R")


class Watcher(Protocol):
    """Who hears how far it is."""

    def begun(self, what: str, total: int | None = None) -> None:
        """A part of the work begins, of so many pieces where that is known."""

    def advanced(self, pieces: int) -> None:
        """So many more pieces of it are done."""


class Run:
    """One run of one dump into one community."""

    def __init__(self, actor: Viewer, plan: Plan, passage: Passage, community: Community) -> None:
        self._actor = actor
        self._plan = plan
        self._passage = passage
        self._community_id = community.id
        self._texts = Texts(Rewriting(passage, plan, _places))
        self._conversations = Conversations(passage, self._texts)
        self._renewals = Renewals(passage, self._texts)
        self.tally = Tally()

    @property
    def _community(self) -> Community:
        """The community as the present session has it."""
        return session().get_one(Community, self._community_id)

    def go(self, watcher: Watcher) -> Tally:
        """Bring in whatever is not here yet."""
        _patiently(lambda: actions.settle_home(self._actor, self._community))
        self._people(watcher)
        self._threads(watcher)
        self._relations(watcher)
        self.tally.cut, self.tally.first_cut = self._texts.cut, self._texts.first_cut
        return self.tally

    def _people(self, watcher: Watcher) -> None:
        watcher.begun("People")
        for some in by(MANY, (person for person in self._plan.people() if person.wrote)):
            here = queries.known(self._passage.dump.name, "person", (foreign(one.key) for one in some))
            new = (one for one in some if foreign(one.key) not in here)
            self._bring_people([profile_of(self._passage.dump, one, self._texts) for one in new])
            watcher.advanced(len(some))

    def _bring_people(self, profiles: list[Profile]) -> None:
        source = self._passage.dump.name
        self.tally.people += _patiently(
            lambda: actions.bring_people(self._actor, self._community, source, profiles)
        )

    def _threads(self, watcher: Watcher) -> None:
        watcher.begun("Roadblocks", self._plan.total())
        for numbers in by(UNITS, self._plan.questions()):
            lot = look(self._passage, list(self._units(numbers)))
            session().rollback()  # no read stays open while texts are rendered
            self._bring_new(lot)
            self._renew(lot)
            self.tally.already += lot.already
            watcher.advanced(len(numbers))

    def _units(self, numbers: Iterable[int]) -> Iterator[ImportUnit]:
        return self._made(numbers, lambda number: number, self._plan.unit)

    def _bring_new(self, lot: Lot) -> None:
        made = list(
            self._made(lot.new, lambda one: one[0].question.id, lambda one: self._conversations.of(*one))
        )
        if made:
            self._bring_nobody(made)
            _patiently(lambda: actions.bring_threads(self._actor, self._community, self._passage, made))
            self.tally.count(made)

    def _renew(self, lot: Lot) -> None:
        made = list(
            self._made(lot.renewed, lambda one: one[0].question.id, lambda one: self._renewals.of(*one))
        )
        if made:
            self._bring_nobody(made)
            self.tally.renew(
                len(made),
                _patiently(lambda: actions.renew_threads(self._actor, self._community, self._passage, made)),
            )

    def _made(self, asked: Iterable[A], number_of: Callable[[A], int], make: Callable[[A], B]) -> Iterator[B]:
        """What is made of each question; one that cannot be made is noted, and the others go on."""
        for one in asked:
            try:
                yield make(one)
            except (ValueError, ArithmeticError, RecursionError) as error:
                self.tally.fail(f"question {number_of(one)}: {error}")

    def _bring_nobody(self, made: Sequence[Conversation] | Sequence[Renewal]) -> None:
        """Whoever wrote what has no author is needed only where there is such a thing."""
        nobody = nobody_of(self._passage.dump)
        if any(nobody.id in one.authors for one in made):
            self._bring_people([nobody])

    def _relations(self, watcher: Watcher) -> None:
        watcher.begun("Links")
        for some in by(MANY, self._plan.links()):
            relations = [self._relation(one) for one in some]
            if any(one.same_as for one in relations):
                self._bring_people([nobody_of(self._passage.dump)])
            self.tally.relations += self._bring_relations(relations)
            watcher.advanced(len(some))

    def _bring_relations(self, relations: list[actions.Relation]) -> int:
        source = self._passage.source
        return _patiently(lambda: actions.bring_relations(self._actor, self._community, source, relations))

    def _relation(self, link: PlannedLink) -> actions.Relation:
        return actions.Relation(
            number=link.row.id,
            thread_id=self._passage.id_of("question", link.question_id),
            other_id=self._passage.id_of("question", link.related_question_id),
            same_as=link.row.same_as,
            at=link.row.created,
            said_by_id=self._passage.dump.person(None, None),
        )


def _places(thread: str, posts: Sequence[str]) -> tuple[int | None, Mapping[str, Place]]:
    """The number of a thread's last post, and where these posts are; nothing stays open."""
    found = queries.last_number(thread), queries.places_of(posts)
    session().rollback()  # no read stays open while texts are rendered
    return found


def _patiently(write: Callable[[], R]) -> R:
    """Write, and wait for those who write beside us.

    Raises:
        Busy: they took too long.
    """
    for seconds in PATIENCE_SECONDS:
        try:
            return write()
        except Busy:
            time.sleep(seconds)
    return write()
