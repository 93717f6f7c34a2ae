"""What follows from a newer dump for threads that are held: solutions, topics, closing, and who waits for them."""

from __future__ import annotations

from sqlalchemy import insert, select

from community.core.events import SolutionAccepted, emit
from community.core.session import session
from community.core.viewer import Viewer
from community.importing.work import Work
from community.topics.keeping import topics_named
from models import About, Community, SameProblem, Solution


def add_solutions(work: Work) -> None:
    """Answers that were accepted there since; one that was taken back here stays so."""
    wanted = [row for one in work.renewals for row in one.solutions]
    here = select(Solution.thread_id, Solution.subject).where(Solution.thread_id.in_(work.threads))
    known = {(row[0], row[1]) for row in session().execute(here)}
    gone = {row.id for row in work.posts.values() if row.deleted_at is not None}
    rows = [
        {**row, "accepted_by_id": work.threads[row["thread_id"]].author_id}
        for row in wanted
        if (row["thread_id"], row["subject"]) not in known and row["subject"] not in gone
    ]
    if rows:
        session().execute(insert(Solution), rows)
    work.done.solutions = len(rows)
    work.solved |= {row["thread_id"]: row["subject"] for row in rows}
    work.touched |= work.solved.keys()


def add_topics(actor: Viewer, community: Community, work: Work) -> None:
    """Tags that were put on there since; what somebody took off here stays off."""
    wanted = {one.thread_id: one.tags for one in work.renewals if one.tags}
    if not wanted:
        return
    ids = topics_named(actor, {tag for tags in wanted.values() for tag in tags}, community)
    here = select(About.object, About.topic_id).where(About.object.in_(wanted))
    known = {(row[0], row[1]) for row in session().execute(here)}
    pairs = {(thread, ids[tag]) for thread, tags in wanted.items() for tag in tags if tag in ids}
    rows = [
        {"object": thread, "topic_id": topic, "by_id": actor.person_id}
        for thread, topic in sorted(pairs - known)
    ]
    if rows:
        session().execute(insert(About), rows)
    work.touched.update(thread for thread, _ in pairs - known)


def close_or_open(work: Work) -> None:
    """Closed there since: here too, unless people talk in it. Opened again there: here too, if it was closed there."""
    for renewal in work.renewals:
        closing, thread = renewal.closing, work.threads[renewal.thread_id]
        if closing is None:
            continue
        if closing.at is None:
            since = thread.closed_at.isoformat() if thread.closed_at and not thread.closed_by_id else ""
            if since != closing.before:
                continue
            thread.closed_at, thread.closed_because = None, ""
        elif thread.closed_at is None and not closing.before and not work.is_talked_in(renewal):
            thread.closed_at, thread.closed_because = closing.at, closing.because
            work.done.closed += 1
        else:
            continue
        work.touched.add(thread.id)


def tell_who_waits(actor: Viewer, work: Work) -> None:
    """Whoever said 'same problem here' of what was now solved hears of it, as always."""
    waiting = select(SameProblem.thread_id).where(SameProblem.thread_id.in_(work.solved)).distinct()
    for id_ in session().scalars(waiting).all() if work.solved else ():
        thread = work.threads[id_]
        emit(
            SolutionAccepted(
                thread_id=id_,
                community_id=thread.community_id,
                subject=work.solved[id_],
                actor_id=actor.person_id,
            ),
            thread,
        )
