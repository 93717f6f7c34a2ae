"""Evidence of what people know, kept as rows that the law reads: worked out anew from what stands in a thread.

A solution that stands counts for its author, and an answer or tip that worked for two others. Whoever wrote
without a name leaves no evidence: it would betray them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, case, delete, func, insert, or_, select

from community.access.audience import tokens_of
from community.core.clock import now
from community.core.session import session
from models import About, Audience, Evidence, Outcome, Post, Solution, Thread, UtcDateTime, Warned

WORKED_FOR_OTHERS = 2

_warned = (
    select(Warned.id)
    .where(Warned.object == Post.id, Warned.lifted_at.is_(None), Warned.held_at.is_(None))
    .exists()
)
_accepted = (
    select(Solution.id)
    .where(Solution.subject == Post.id, Solution.withdrawn_at.is_(None))
    .correlate(Post)
    .exists()
)
_worked = (
    select(func.count())
    .where(Outcome.object == Post.id, Outcome.said == "worked", Outcome.person_id != Post.author_id)
    .correlate(Post)
    .scalar_subquery()
)
_ANSWERS: Any = select(
    Post.id, Post.author_id, case((_accepted, "solution"), else_="worked").label("kind"), Post.created_at
).where(
    Post.thread_id == bindparam("thread"),
    Post.kind == "answer",
    Post.deleted_at.is_(None),
    Post.author_shown,
    ~_warned,
    or_(_accepted, _worked >= WORKED_FOR_OTHERS),
)
_TIP: Any = select(Thread.id, Thread.author_id, Thread.created_at).where(
    Thread.id == bindparam("thread"),
    Thread.kind == "tip",
    Thread.author_shown,
    select(func.count())
    .where(and_(Outcome.object == Thread.id, Outcome.said == "worked", Outcome.person_id != Thread.author_id))
    .correlate(Thread)
    .scalar_subquery()
    >= WORKED_FOR_OTHERS,
    ~select(Warned.id)
    .where(Warned.object == Thread.id, Warned.lifted_at.is_(None), Warned.held_at.is_(None))
    .correlate(Thread)
    .exists(),
)
_HOME: Any = select(Thread.community_id, Thread.deleted_at).where(Thread.id == bindparam("thread"))


# What somebody's answers and tips show, in one statement: `is_open` as in `refresh`.
_OPEN = (
    select(Audience.token)
    .where(Audience.object == Thread.id, Audience.token.in_(("open",)))
    .correlate(Thread)
    .exists()
)
_OF_PERSON: Any = (
    select(
        Post.author_id, About.topic_id, Post.id, case((_accepted, "solution"), else_="worked"), Thread.id,
        Thread.community_id, _OPEN, bindparam("at", type_=UtcDateTime),
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(About, About.object == Thread.id)
    .where(
        Post.author_id == bindparam("person"), Post.kind == "answer", Post.deleted_at.is_(None), Post.author_shown,
        Thread.deleted_at.is_(None), ~_warned, or_(_accepted, _worked >= WORKED_FOR_OTHERS),
    )
)  # fmt: skip
_COLUMNS = [
    getattr(Evidence, name)
    for name in ("person_id", "topic_id", "object", "kind", "root", "community_id", "is_open", "at")
]


def refresh_person(person_id: str) -> None:
    """Work out anew what somebody's answers show: they have become theirs, or somebody else's. Tips stay as they are.

    Within the caller's transaction, by the set.
    """
    theirs = select(Post.id).where(Post.author_id == person_id)
    gone = (Evidence.person_id == person_id) | Evidence.object.in_(theirs)
    answers = Evidence.object.in_(select(Post.id))
    session().execute(delete(Evidence).where(gone, answers), execution_options={"synchronize_session": False})
    shown = _OF_PERSON.params(person=person_id, at=now())
    session().execute(insert(Evidence).from_select(_COLUMNS, shown))


def refresh(thread_id: str) -> None:
    """Work out anew what a thread's answers show of what people know, within the caller's transaction."""
    session().execute(delete(Evidence).where(Evidence.root == thread_id))
    home = session().execute(_HOME, {"thread": thread_id}).first()
    if home is None or home.deleted_at is not None:
        return
    topics = session().scalars(select(About.topic_id).where(About.object == thread_id)).all()
    shown = [(row.id, row.author_id, row.kind) for row in session().execute(_ANSWERS, {"thread": thread_id})]
    shown += [(row.id, row.author_id, "worked") for row in session().execute(_TIP, {"thread": thread_id})]
    is_open = "open" in tokens_of(thread_id)  # older than a widening, it is not, wherever it stands
    rows = [
        {
            "person_id": author_id,
            "topic_id": topic_id,
            "object": object_id,
            "kind": kind,
            "root": thread_id,
            "community_id": home.community_id,
            "is_open": is_open,
            "at": now(),
        }
        for object_id, author_id, kind in shown
        for topic_id in topics
    ]
    if rows:
        session().execute(insert(Evidence), rows)
