"""One run of an import: its people, its threads by the dozens, what joins them. Stopped, it can be run again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol, TypeVar

from community.core.errors import Busy
from community.core.session import session
from community.core.viewer import Viewer
from community.importing import actions, queries
from community.importing.addresses import Rewriting
from community.importing.conversation import Conversation, Conversations
from community.importing.naming import Passage, foreign
from community.importing.profiles import Profile, nobody_of, profile_of
from community.importing.stackexchange.plan import Plan, PlannedLink
from community.importing.texts import LISTED, Texts
from models import Community

UNITS = 50
MANY = 500
# Whoever writes beside the import goes first; it waits a little, and longer each time.
PATIENCE_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)

T = TypeVar("T")
R = TypeVar("R")


class Watcher(Protocol):
    """Who hears how far it is."""

    def begun(self, what: str, total: int | None = None) -> None:
        """A part of the work begins, of so many pieces where that is known."""

    def advanced(self, pieces: int) -> None:
        """So many more pieces of it are done."""


@dataclass(slots=True)
class Tally:
    """What a run brought in, what was here before, and what it could not use."""

    people: int = 0
    threads: int = 0
    answers: int = 0
    comments: int = 0
    solutions: int = 0
    closed: int = 0
    versions: int = 0
    relations: int = 0
    already: int = 0
    cut: int = 0
    first_cut: list[str] = field(default_factory=list)
    failed: int = 0
    first_failed: list[str] = field(default_factory=list)

    def count(self, conversations: Iterable[Conversation]) -> None:
        """Count what was brought in."""
        for one in conversations:
            self.threads += 1
            self.answers += len(one.answers)
            self.comments += len(one.comments)
            self.solutions += len(one.solutions)
            self.closed += one.thread["closed_at"] is not None
            self.versions += len(one.versions)

    def fail(self, said: str) -> None:
        """Note a unit that could not be made."""
        self.failed += 1
        if len(self.first_failed) < LISTED:
            self.first_failed.append(said)


class Run:
    """One run of one dump into one community."""

    def __init__(self, actor: Viewer, plan: Plan, passage: Passage, community: Community) -> None:
        self._actor = actor
        self._plan = plan
        self._passage = passage
        self._community_id = community.id
        self._texts = Texts(Rewriting(passage, plan))
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
        for some in _by(MANY, (person for person in self._plan.people() if person.wrote)):
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
        conversations = Conversations(self._passage, self._texts)
        for numbers in _by(UNITS, self._plan.questions()):
            here = queries.known(self._passage.source, "question", map(foreign, numbers))
            session().rollback()  # no read stays open while texts are rendered
            new = [number for number in numbers if foreign(number) not in here]
            self.tally.already += len(numbers) - len(new)
            self._bring_threads(list(self._made(conversations, new)))
            watcher.advanced(len(numbers))

    def _made(self, conversations: Conversations, numbers: Iterable[int]) -> Iterator[Conversation]:
        """The conversations of these questions; one that cannot be made is noted, and the others go on."""
        for number in numbers:
            try:
                yield conversations.of(self._plan.unit(number))
            except (ValueError, ArithmeticError, RecursionError) as error:
                self.tally.fail(f"question {number}: {error}")

    def _bring_threads(self, made: list[Conversation]) -> None:
        if not made:
            return
        nobody = nobody_of(self._passage.dump)
        if any(nobody.id in one.authors for one in made):
            self._bring_people([nobody])
        _patiently(lambda: actions.bring_threads(self._actor, self._community, self._passage, made))
        self.tally.count(made)

    def _relations(self, watcher: Watcher) -> None:
        watcher.begun("Links")
        for some in _by(MANY, self._plan.links()):
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


def _by(number: int, things: Iterable[T]) -> Iterator[list[T]]:
    """The things in lists of so many."""
    left = iter(things)
    while some := list(islice(left, number)):
        yield some


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
