"""Whom an event concerns themselves, and why: one function per event. Who follows it is said in following.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from community.core import events
from community.core.clock import now
from community.core.session import session
from community.core.text import mentions
from models import (
    Appointment,
    Membership,
    Notification,
    Outcome,
    Page,
    PageRevision,
    Person,
    Pointed,
    Post,
    ProfileClaim,
    Promotion,
    SameProblem,
    Thread,
)

from .told import Told, Weight

MOST_MENTIONED = 10
# Those for whom it worked within this time hear that it is said to be unsafe.
WORKED_WITHIN = timedelta(days=90)


def nearest(event: events.Event) -> list[Told]:
    """Whom this event concerns themselves, by every reason, each one's nearest first; never who did it."""
    tell = TABLE.get(type(event))
    return [one for one in tell(event) if one.person_id != event.actor_id] if tell else []


def _of_thread(
    event: Any, people: Iterable[str], reason: str, object_id: str | None = None, *, weight: Weight = "own"
) -> list[Told]:
    about = (reason, event.thread_id, "thread", object_id or event.thread_id)
    return [Told(id_, *about, weight=weight) for id_ in people]


def _mentioned(event: Any, text: str, object_id: str) -> list[Told]:
    handles = mentions(text)[:MOST_MENTIONED]
    found = session().scalars(select(Person.id).where(Person.handle.in_(handles))).all() if handles else ()
    return _of_thread(event, found, "mention", object_id, weight="always")


def _opened(event: events.ThreadOpened) -> list[Told]:
    thread = session().get_one(Thread, event.thread_id)
    told = _mentioned(event, thread.body, thread.id)
    if thread.kind == "roadblock":
        pointed = select(Pointed.person_id).where(Pointed.thread_id == thread.id).order_by(Pointed.person_id)
        told += _of_thread(event, session().scalars(pointed), "pointed", weight="wide")
    return told


def _moved(event: events.ThreadMoved) -> list[Told]:
    return _of_thread(event, [session().get_one(Thread, event.thread_id).author_id], "moved")


def _posted(event: events.PostAnswered | events.PostCommented) -> list[Told]:
    post = session().get_one(Post, event.post_id)
    reason = "answer" if post.kind == "answer" else "comment"
    parent = session().get(Post, post.parent_id) if post.parent_id else None
    told = _of_thread(event, [post.thread.author_id], reason, post.id)
    told += _of_thread(event, [parent.author_id] if parent else [], "comment", post.id)
    return told + _mentioned(event, post.body, post.id)


def _accepted(event: events.SolutionAccepted) -> list[Told]:
    author = _author(event.subject)
    told = _of_thread(event, [author] if author else [], "accepted", event.subject)
    return told + _of_thread(event, _with_same_problem(event.thread_id), "solved", event.subject)


def _author(object_id: str) -> str | None:
    for model in (Post, Thread):
        row: Any = session().get(model, object_id)
        if row is not None:
            return str(row.author_id)
    return None


def _with_same_problem(thread_id: str) -> Iterable[str]:
    return session().scalars(select(SameProblem.person_id).where(SameProblem.thread_id == thread_id)).all()


def _repaired(event: events.WaitingEnded) -> list[Told]:
    if not event.repaired:
        return []
    asker = session().get_one(Thread, event.thread_id).author_id
    return _of_thread(event, [asker, *_with_same_problem(event.thread_id)], "repaired")


def _same_as(event: events.SameAsProposed | events.SameAsConfirmed) -> list[Told]:
    if isinstance(event, events.SameAsProposed):
        return _of_thread(event, [session().get_one(Thread, event.thread_id).author_id], "same_as")
    return _of_thread(event, _with_same_problem(event.thread_id), "solved")


def _caused(event: events.CauseWritten) -> list[Told]:
    author = _author(event.subject)
    asker = session().get_one(Thread, event.thread_id).author_id
    return _of_thread(event, [one for one in (asker, author) if one], "cause", event.subject)


def _promoted(event: events.SolutionPromoted) -> list[Told]:
    author = _author(event.subject)
    asker = session().get_one(Thread, event.thread_id).author_id
    return [
        Told(id_, "written_up", event.page_id, "page", event.page_id)
        for id_ in dict.fromkeys([author, asker])
        if id_
    ]


def _withdrawn(event: events.SolutionWithdrawn) -> list[Told]:
    """Whoever looks after a page that was made of it."""
    made = (
        select(Page.id, Page.owner_id)
        .join(Promotion, Promotion.page_id == Page.id)
        .where(
            Promotion.thread_id == event.thread_id,
            Promotion.subject == event.subject,
            Page.deleted_at.is_(None),
        )
        .order_by(Promotion.at)
    )
    return [Told(row.owner_id, "withdrawn", row.id, "page", row.id) for row in session().execute(made)]


def _said(event: events.OutcomeSaid) -> list[Told]:
    if event.said != "worked" or _is_askers(event):
        return []
    people = _writers(event)
    return [Told(id_, "worked", event.root, event.root_kind, event.object) for id_ in people]


def _is_askers(event: events.OutcomeSaid) -> bool:
    """The asker's own word accepts the answer, which is told already."""
    thread = session().get(Thread, event.root) if event.root_kind == "thread" else None
    return thread is not None and thread.kind == "roadblock" and thread.author_id == event.actor_id


def _writers(event: events.OutcomeSaid) -> list[str]:
    """Who wrote it: of a page everybody who had a hand in it, and those whose solution it holds."""
    if event.root_kind == "thread":
        author = _author(event.object)
        return [author] if author else []
    hands = session().scalars(select(PageRevision.by_id).where(PageRevision.page_id == event.root)).all()
    promoted = (
        session()
        .execute(select(Promotion.thread_id, Promotion.subject).where(Promotion.page_id == event.root))
        .all()
    )
    sources = [_author(row.subject) for row in promoted] + [_author(row.thread_id) for row in promoted]
    return list(dict.fromkeys([*hands, *(one for one in sources if one)]))


def _warned(event: events.WarningRaised) -> list[Told]:
    wrote = (
        [session().get_one(Page, event.root).owner_id]
        if event.root_kind == "page"
        else [_author(event.object)]
    )
    curators = session().scalars(
        select(Membership.person_id).where(
            Membership.community_id == event.community_id, Membership.role.in_(("curator", "steward"))
        )
    )
    concerned = [*(one for one in wrote if one), *_worked_for(event)]
    about = ("warned", event.root, event.root_kind, event.object)
    told = [Told(id_, *about, weight="always") for id_ in dict.fromkeys(concerned)]
    return told + [Told(id_, *about, weight="wide") for id_ in curators]


def _worked_for(event: events.WarningRaised) -> Iterable[str]:
    """Those who said lately that it worked for them: told once, however often it is said."""
    told_before = select(Notification.person_id).where(
        Notification.object == event.object, Notification.reason == "warned"
    )
    wanted = select(Outcome.person_id).where(
        Outcome.object == event.object,
        Outcome.said == "worked",
        Outcome.at > now() - WORKED_WITHIN,
        Outcome.person_id.not_in(told_before),
    )
    return session().scalars(wanted.order_by(Outcome.person_id)).all()


def _member(event: events.MembershipChanged) -> list[Told]:
    about = ("member", event.community_id, "community", event.community_id)
    return [Told(event.person_id, *about, weight="always")]


def _asked_for(event: events.ProfileAskedFor) -> list[Told]:
    """Those who run the network: they decide."""
    running = select(Appointment.person_id).where(Appointment.office == "administrator")
    people = session().scalars(running.order_by(Appointment.person_id)).all()
    about = ("claim", event.profile_id, "person", event.claim_id)
    return [Told(id_, *about, weight="always") for id_ in people]


def _decided(event: events.ProfileRequestEnded | events.ProfileClaimed) -> list[Told]:
    """Who said that it is theirs; what they took back themselves they know."""
    claim = session().get_one(ProfileClaim, event.claim_id)
    reason = {"approved": "claimed", "declined": "not_claimed"}.get(claim.decision)
    if reason is None or claim.by_id is None:
        return []
    return [Told(claim.by_id, reason, claim.profile_id, "person", claim.id, weight="always")]


TABLE: dict[type[events.Event], Callable[[Any], list[Told]]] = {
    events.ThreadOpened: _opened,
    events.ThreadMoved: _moved,
    events.PostAnswered: _posted,
    events.PostCommented: _posted,
    events.SolutionAccepted: _accepted,
    events.CauseWritten: _caused,
    events.WaitingEnded: _repaired,
    events.SameAsProposed: _same_as,
    events.SameAsConfirmed: _same_as,
    events.SolutionWithdrawn: _withdrawn,
    events.SolutionPromoted: _promoted,
    events.OutcomeSaid: _said,
    events.WarningRaised: _warned,
    events.MembershipChanged: _member,
    events.ProfileAskedFor: _asked_for,
    events.ProfileRequestEnded: _decided,
    events.ProfileClaimed: _decided,
}
