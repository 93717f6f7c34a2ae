"""What a move to another community would do: where it may go, who reads it there, what goes along, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select

from community.access.check import may, may_with
from community.access.facts import facts
from community.access.moving import covers, tokens_of_all, tokens_there
from community.access.permissions import Permission
from community.access.visibility import VISIBLE, seeing
from community.core.clock import now
from community.core.language import N_
from community.core.session import session
from community.core.viewer import Viewer
from models import Community, Membership, Page, Person, Promotion, Thread

MOST_OFFERED = 200
MORE_READERS = N_("More people would read it there: that is asking more people, not moving")
NO_NAMELESS = N_("That community does not take questions without a name")
WHO_ASKED = N_(
    "Asked without a name, so nobody can say whether whoever asked reads there: it stays where everybody reads"
)
ASKER_LEFT_OUT = N_("Whoever asked would not read it there any more: have them added to that community first")
PAGE_LEFT_OPEN = N_(
    "More people would read a page made of it. Take it out of that page first, or leave it here"
)

_OTHER = select(Promotion.id).where(Promotion.page_id == Page.id, Promotion.thread_id != bindparam("thread"))
_PAGES: Any = (
    select(Page, _OTHER.exists().label("has_others"))
    .where(
        Page.id.in_(select(Promotion.page_id).where(Promotion.thread_id == bindparam("thread"))),
    )
    .order_by(Page.id)
)
_ASKER_IS_THERE = exists().where(
    Membership.community_id == Community.id, Membership.person_id == bindparam("asker")
)
_IN_USE = and_(Person.deactivated_at.is_(None), Person.email_confirmed_at.is_not(None))
_SIGNS_IN = exists().where(Person.id == bindparam("asker"), _IN_USE)
_MINE = Community.id.in_(bindparam("mine", expanding=True))
_DESTINATIONS: Any = (
    select(
        Community,
        or_(_ASKER_IS_THERE, ~_SIGNS_IN).label("keeps_asker"),
        select(func.count())
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.community_id == Community.id, _IN_USE)
        .correlate(Community)
        .scalar_subquery()
        .label("members"),
    )
    .where(
        VISIBLE[Community],
        Community.archived_at.is_(None),
        Community.id != bindparam("home"),
        or_(Community.visibility == "open", _MINE),
    )
    .order_by(_MINE.desc(), func.lower(Community.name), Community.id)
    .limit(MOST_OFFERED)
)
_KEEPS_ASKER: Any = select(or_(_ASKER_IS_THERE, ~_SIGNS_IN)).where(Community.id == bindparam("to"))
_EVERYBODY = (
    select(func.count())
    .select_from(Person)
    .where(_IN_USE, or_(Person.suspended_until.is_(None), Person.suspended_until <= bindparam("at")))
)


@dataclass(frozen=True)
class Made:
    """A page written up from the thread, and whether other threads went into it too."""

    page: Page
    tokens: frozenset[str]
    has_others: bool


@dataclass(frozen=True)
class Moving:
    """A thread that somebody wants to move, with what every destination is judged by."""

    viewer: Viewer
    thread: Thread
    tokens: frozenset[str]
    as_asker: bool
    pages: tuple[Made, ...]

    @property
    def wanted(self) -> Permission:
        """What whoever moves it must be able to do there: ask, as the asker who is alone in it; else curate too."""
        if not self.as_asker:
            return Permission.THREAD_MOVE
        is_announcement = self.thread.kind == "announcement"
        return Permission.THREAD_ANNOUNCE if is_announcement else Permission.THREAD_OPEN

    def is_narrowed(self, home: Community) -> bool:
        """Whether some who read it now would not read it there."""
        return not covers(tokens_there(self.tokens, home), self.tokens)

    def why_not(self, home: Community, *, keeps_asker: bool) -> str:
        """Why it cannot go there, though one may move it; empty where it can."""
        there = tokens_there(self.tokens, home)
        is_own = self.viewer.person_id == self.thread.author_id
        nameless = not self.thread.author_shown
        said = (
            (MORE_READERS, not covers(self.tokens, there)),
            (NO_NAMELESS, nameless and (not home.anonymous_allowed or home.visibility == "private")),
            (WHO_ASKED, nameless and not is_own and "open" not in there),
            (ASKER_LEFT_OUT, not nameless and not is_own and not keeps_asker and "open" not in there),
            (PAGE_LEFT_OPEN, any(self._holds_back(made, home) for made in self._left_open(home))),
        )
        return next((sentence for sentence, holds in said if holds), "")

    def going_along(self, home: Community) -> list[Page]:
        """The pages that go along: made of this alone, and else read by more people than it."""
        return [made.page for made in self._left_open(home) if not made.has_others]

    def _left_open(self, home: Community) -> list[Made]:
        there = tokens_there(self.tokens, home)
        return [made for made in self.pages if not covers(there, made.tokens)]

    def _holds_back(self, made: Made, home: Community) -> bool:
        """Whether a page can neither stay, being read by more people, nor go along."""
        if made.page.deleted_at is not None:
            return False
        return (
            made.has_others
            or not covers(made.tokens, tokens_there(made.tokens, home))
            or not may(self.viewer, Permission.PAGE_MOVE, made.page)
            or not may(self.viewer, Permission.PAGE_CREATE, home)
        )


def moving(viewer: Viewer, thread: Thread) -> Moving:
    """What every destination of a thread is judged by, read once."""
    rows = session().execute(_PAGES, {"thread": thread.id}).all()
    tokens = tokens_of_all([thread.id, *(row.Page.id for row in rows)])
    pages = tuple(Made(row.Page, tokens[row.Page.id], row.has_others) for row in rows)
    # Without a role here: what is left of the right to move is the asker's, while they are alone in it.
    elsewhere = replace(facts(thread), community_id="")
    as_asker = may_with(viewer, Permission.THREAD_MOVE, elsewhere)
    return Moving(viewer, thread, tokens[thread.id], as_asker, pages)


def keeps_asker(thread: Thread, to: Community) -> bool:
    """Whether whoever asked has a role there, or signs in no more."""
    found: bool = session().scalar(_KEEPS_ASKER, {"asker": thread.author_id, "to": to.id})
    return bool(found)


@dataclass(frozen=True)
class Destination:
    """A community where a thread may go, and who reads it there."""

    slug: str
    name: str
    visibility: str
    readers: int
    is_everyone: bool
    is_narrowed: bool
    pages: tuple[Page, ...]


def destinations(viewer: Viewer, thread: Thread) -> Sequence[Destination]:
    """Where the viewer may move a thread that they were found to see: their own communities first, by name."""
    plan = moving(viewer, thread)
    values = {
        **seeing(viewer), "home": thread.community_id, "mine": list(viewer.roles), "asker": thread.author_id,
    }  # fmt: skip
    everybody = session().scalar(_EVERYBODY, {"at": now()}) or 0
    return [
        _destination(plan, home, members, everybody)
        for home, keeps, members in session().execute(_DESTINATIONS, values)
        if may(viewer, plan.wanted, home) and not plan.why_not(home, keeps_asker=keeps)
    ]


def _destination(plan: Moving, home: Community, members: int, everybody: int) -> Destination:
    is_everyone = "open" in tokens_there(plan.tokens, home)
    return Destination(
        slug=home.slug,
        name=home.name,
        visibility=home.visibility,
        readers=everybody if is_everyone else members,
        is_everyone=is_everyone,
        is_narrowed=plan.is_narrowed(home),
        pages=tuple(page for page in plan.going_along(home) if page.deleted_at is None),
    )
