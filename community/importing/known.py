"""What is here already of some questions, in a few queries however many they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from community.importing import queries
from community.importing.marks import Was, mark_of_unit
from community.importing.naming import Passage, foreign
from community.importing.stackexchange.plan import ImportUnit


@dataclass(frozen=True, slots=True)
class Known:
    """A question that is here: its thread, how it and its posts came in, and when texts of it were changed.

    `said` marks all that the dump says of it now. Posts are by our id; those that stand in another thread by now are
    not among them.
    """

    thread_id: str
    said: str
    was: Was
    posts: Mapping[str, Was]
    versions: Mapping[str, set[datetime]]


@dataclass(slots=True)
class Lot:
    """Some questions: the new, those that are here and of which the dump says something new, and how many are left.

    The new ones come with a mark of all that is said of them.
    """

    new: list[tuple[ImportUnit, str]] = field(default_factory=list)
    renewed: list[tuple[ImportUnit, Known]] = field(default_factory=list)
    already: int = 0


# A question that is here and of which something else is said now: its thread, the mark of that, how it came in.
Changed = tuple[ImportUnit, str, str, Was]


def look(passage: Passage, units: Sequence[ImportUnit]) -> Lot:
    """Sort questions by what is here of them. What stands under another question by now is taken out of them."""
    here = queries.came_in(passage.source, "question", (foreign(one.question.id) for one in units))
    lot = Lot()
    changed: list[Changed] = []
    for unit in units:
        thread_id, was = here.get(foreign(unit.question.id), ("", Was()))
        said = mark_of_unit(unit)
        if not thread_id:
            lot.new.append((unit, said))
        elif said != was.unit:
            changed.append((unit, thread_id, said, was))
    standing = queries.renewable([thread_id for _, thread_id, _, _ in changed], passage.community_id)
    changed = [one for one in changed if one[1] in standing]
    lot.already = len(units) - len(lot.new) - len(changed)
    _look_closer(passage, lot, changed)
    return lot


def _look_closer(passage: Passage, lot: Lot, changed: list[Changed]) -> None:
    posts = _posts(passage, [*(one[0] for one in lot.new), *(one[0] for one in changed)])
    numbers = queries.numbers_in(thread_id for _, thread_id, _, _ in changed)
    objects = [id_ for _, thread_id, _, _ in changed for id_ in (thread_id, *numbers.get(thread_id, ()))]
    versions = queries.version_times(objects)
    lot.new = [(_own(passage, unit, posts, {}), said) for unit, said in lot.new]
    for unit, thread_id, said, was in changed:
        there = numbers.get(thread_id, {})
        own = {id_: posts[id_] for id_ in there if id_ in posts}
        known = Known(thread_id, said, was, own, versions)
        lot.renewed.append((_own(passage, unit, posts, there), known))


def _posts(passage: Passage, units: list[ImportUnit]) -> dict[str, Was]:
    """The answers and comments of these questions that are here, whatever thread they stand in, by our id."""
    answers = queries.came_in(
        passage.source, "answer", (foreign(row.id) for unit in units for row in unit.answers)
    )
    rows = (row for unit in units for some in unit.comments.values() for row in some)
    comments = queries.came_in(passage.source, "comment", (foreign(row.id) for row in rows))
    return dict([*answers.values(), *comments.values()])


def _own(
    passage: Passage, unit: ImportUnit, posts: Mapping[str, Was], there: Mapping[str, int]
) -> ImportUnit:
    """The question without what came in under another one: answers that were moved there since, with their comments."""
    elsewhere = posts.keys() - there.keys()
    return unit.without(
        answers={row.id for row in unit.answers if passage.id_of("answer", row.id) in elsewhere},
        comments={
            row.id
            for some in unit.comments.values()
            for row in some
            if passage.id_of("comment", row.id) in elsewhere
        },
    )
