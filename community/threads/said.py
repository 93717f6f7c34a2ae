"""What was said of a thread and its answers: solutions, outcomes, warnings, same problem, same as, waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, Text, and_, bindparam, case, cast, func, literal, null, select
from sqlalchemy.orm import aliased

from community.access.visibility import VISIBLE, seeing
from community.core.session import memo, query
from community.core.viewer import Viewer
from models import Outcome, Person, Post, SameAs, SameProblem, Solution, Thread, UtcDateTime, Waiting, Warned


@dataclass(frozen=True)
class Counts:
    """How often something worked, failed, was unsafe; and what the viewer said of it."""

    worked: int = 0
    failed: int = 0
    unsafe: int = 0
    mine: str | None = None

    def as_object(self) -> dict[str, Any]:
        """As the API shows it."""
        return {"worked": self.worked, "failed": self.failed, "unsafe": self.unsafe, "mine": self.mine}


NOTHING = Counts()
# When a warning was given, and why.
WarningLine = tuple[datetime, str]


@dataclass
class Said:
    """Everything said of one thread."""

    solutions: Sequence[Row[Any]] = ()
    outcomes: dict[str, Counts] = field(default_factory=dict)
    warnings: dict[str, list[WarningLine]] = field(default_factory=dict)
    same_problem: int = 0
    same_problem_mine: bool = False
    same_as: Row[Any] | None = None
    proposed: Sequence[Row[Any]] = ()
    waiting: Row[Any] | None = None

    def of(self, object_id: str) -> Counts:
        """What was said of one answer (or the tip itself)."""
        return self.outcomes.get(object_id, NOTHING)

    @property
    def standing(self) -> list[Row[Any]]:
        """Solutions that stand, the best first: fix before workaround, most worked, newest; warned ones last."""
        live = [one for one in self.solutions if one.withdrawn_at is None and one.deleted_at is None]
        return sorted(live, key=self._rank)

    def _rank(self, one: Row[Any]) -> tuple[bool, bool, int, float]:
        return (
            one.subject in self.warnings,
            not one.cause,
            -self.of(one.subject).worked,
            -one.at.timestamp(),
        )

    @property
    def total(self) -> Counts:
        """The sum over the thread's answers."""
        every = self.outcomes.values()
        return Counts(
            sum(c.worked for c in every), sum(c.failed for c in every), sum(c.unsafe for c in every)
        )


_ROOTS: Any = bindparam("roots", expanding=True)
_AUTHOR = aliased(Person)
_SOLUTIONS: Any = (
    select(
        Solution.subject, Solution.thread_id, Solution.at, Solution.cause, Solution.cause_html, Solution.settled_at,
        Solution.withdrawn_at, Solution.accepted_by_id, Person.handle, Person.name,
        case((Thread.author_id == Solution.accepted_by_id, Thread.author_shown), else_=True).label("by_shown"),
        Post.number, Post.body_html, Post.deleted_at, (Post.author_id == bindparam("me")).label("mine"),
        case((Post.author_shown, _AUTHOR.handle), else_=None).label("author_handle"),
        case((Post.author_shown, _AUTHOR.name), else_=None).label("author_name"),
        Post.origin, Post.licence, case((Post.author_shown, _AUTHOR.origin), else_=None).label("author_origin"),
    )
    .join(Person, Person.id == Solution.accepted_by_id)
    .join(Thread, Thread.id == Solution.thread_id)
    .outerjoin(Post, Post.id == Solution.subject)
    .outerjoin(_AUTHOR, _AUTHOR.id == Post.author_id)
    .where(Solution.thread_id.in_(_ROOTS))
)  # fmt: skip
# Counts and standing warnings in one round trip: the rows of both have the same columns.
_OUTCOMES: Any = (
    select(
        Outcome.root,
        Outcome.object,
        func.sum(case((Outcome.said == "worked", 1), else_=0)).label("worked"),
        func.sum(case((Outcome.said == "failed", 1), else_=0)).label("failed"),
        func.sum(case((Outcome.said == "unsafe", 1), else_=0)).label("unsafe"),
        func.max(case((Outcome.person_id == bindparam("me"), Outcome.said), else_=None)).label("mine"),
        cast(null(), Text).label("reason"),
        cast(null(), UtcDateTime).label("at"),
    )
    .where(Outcome.root.in_(_ROOTS))
    .group_by(Outcome.root, Outcome.object)
    .union_all(
        select(
            Warned.root,
            Warned.object,
            literal(0),
            literal(0),
            literal(0),
            cast(null(), String),
            Warned.reason,
            Warned.at,
        ).where(Warned.root.in_(_ROOTS), Warned.lifted_at.is_(None), Warned.held_at.is_(None))
    )
)
# How many have the same problem, and with whom it rests: columns for any select over threads.
COUNTED: tuple[Any, ...] = (
    select(func.count())
    .where(SameProblem.thread_id == Thread.id)
    .correlate(Thread)
    .scalar_subquery()
    .label("same"),
    select(func.count())
    .where(SameProblem.thread_id == Thread.id, SameProblem.person_id == bindparam("me"))
    .correlate(Thread)
    .scalar_subquery()
    .label("same_mine"),
    Waiting.on,
    Waiting.reference,
    Waiting.since,
)
RESTS = and_(Waiting.thread_id == Thread.id, Waiting.ended_at.is_(None))
_COUNTED: Any = select(Thread.id, *COUNTED).outerjoin(Waiting, RESTS).where(Thread.id.in_(_ROOTS))
_SAME_AS: Any = (
    select(SameAs.thread_id, SameAs.other_id, SameAs.note, SameAs.confirmed_at, Thread.title, Thread.state)
    .join(Thread, Thread.id == SameAs.other_id)
    .where(SameAs.thread_id.in_(_ROOTS), VISIBLE[Thread])
    .order_by(SameAs.at)
)


def said_of(viewer: Viewer, thread_ids: Sequence[str], counted: Sequence[Row[Any]] = ()) -> dict[str, Said]:
    """What was said of these threads, which the viewer has already been found to see; four queries for them all.

    Args:
        viewer: who looks.
        thread_ids: which threads.
        counted: rows that have the columns `COUNTED` already, which saves one of the queries.
    """
    every = {id_: Said() for id_ in thread_ids}
    if not every:
        return every
    values = {**seeing(viewer), "roots": list(every), "me": viewer.person_id}
    _gather_solutions(every, values)
    for row in query(_OUTCOMES, values):
        if row.reason is not None:
            every[row.root].warnings.setdefault(row.object, []).append((row.at, row.reason))
        else:
            every[row.root].outcomes[row.object] = Counts(row.worked, row.failed, row.unsafe, row.mine)
    for row in counted or query(_COUNTED, values):
        one = every[row.id]
        one.same_problem, one.same_problem_mine = row.same, bool(row.same_mine)
        one.waiting = row if row.on is not None else None
    for row in query(_SAME_AS, values):
        one = every[row.thread_id]
        one.same_as = row if row.confirmed_at is not None else one.same_as
        one.proposed = (*one.proposed, row) if row.confirmed_at is None else one.proposed
    return every


def _gather_solutions(every: dict[str, Said], values: dict[str, Any]) -> None:
    found: dict[str, list[Row[Any]]] = {}
    for row in query(_SOLUTIONS, values):
        found.setdefault(row.thread_id, []).append(row)
    for id_, rows in found.items():
        every[id_].solutions = rows


def said_of_page(viewer: Viewer, page_id: str) -> tuple[Counts, list[WarningLine]]:
    """What was said of a page that the viewer was found to see, and the warnings that stand on it.

    Asked once per read snapshot: a page shows it above its text and at its foot.
    """
    kept: dict[tuple[str | None, str], tuple[Counts, list[WarningLine]]] = memo().setdefault(
        "said of page", {}
    )
    key = (viewer.person_id, page_id)
    if key not in kept:
        kept[key] = _said_of_page(viewer, page_id)
    return kept[key]


def _said_of_page(viewer: Viewer, page_id: str) -> tuple[Counts, list[WarningLine]]:
    counts = NOTHING
    warnings: list[WarningLine] = []
    for row in query(_OUTCOMES, {"roots": [page_id], "me": viewer.person_id}):
        if row.reason is not None:
            warnings.append((row.at, row.reason))
        else:
            counts = Counts(row.worked, row.failed, row.unsafe, row.mine)
    return counts, warnings


MOST_NOTES = 5
_DIFFERENTLY: Any = (
    select(Outcome.note, Outcome.at)
    .where(Outcome.object == bindparam("page"), Outcome.said == "worked", Outcome.note != "")
    .order_by(Outcome.at.desc(), Outcome.person_id)
    .limit(MOST_NOTES)
)


def done_differently(_viewer: Viewer, page_id: str) -> Sequence[Row[Any]]:
    """What people for whom a page worked did differently, newest first and without their names: for its writers."""
    return query(_DIFFERENTLY, {"page": page_id}).all()
