"""What a newer dump has for threads that are here, some dozens in one unit of work. What people did here stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select, update

from community.access.check import require
from community.access.permissions import Permission
from community.core import streams
from community.core.action import action
from community.core.clock import now
from community.core.events import ThreadsImported, emit
from community.core.session import session
from community.core.streams import Entry
from community.core.viewer import Viewer
from community.importing import queries
from community.importing.actions.following import add_solutions, add_topics, close_or_open, tell_who_waits
from community.importing.marks import Was
from community.importing.naming import Passage, foreign
from community.importing.renewal import Change, Renewal
from community.importing.work import Renewed, Work
from community.importing.written import Row
from community.threads.state import recompute_each
from models import Community, Imported, Post, TextVersion, Thread

Marks = dict[tuple[str, int], Was]
_NEW = 0


@action
def renew_threads(
    actor: Viewer, community: Community, passage: Passage, renewals: Sequence[Renewal]
) -> Renewed:
    """Bring in what is new of threads that are here; a text that was changed here stays as it is."""
    require(actor, Permission.IMPORT_RUN, community)
    work = _held(community, renewals)
    marks: Marks = {("question", one.question): one.was for one in work.renewals}
    _add_versions(work)
    _change_texts(work, marks)
    _add_posts(work)
    _set_scores(work)
    add_solutions(work)
    add_topics(actor, community, work)
    close_or_open(work)
    recompute_each(list(work.threads.values()))
    _say_in_streams(work)
    _keep(passage, work, marks)
    tell_who_waits(actor, work)
    work.done.threads = len(work.touched)
    if work.touched:
        ids = tuple(sorted(work.touched))
        emit(ThreadsImported(thread_ids=ids, community_id=community.id, actor_id=actor.person_id))
    return work.done


def _held(community: Community, renewals: Sequence[Renewal]) -> Work:
    """The threads that still stand here, locked in the order of their ids; their posts as they are now."""
    ids = [one.thread_id for one in renewals]
    wanted = select(Thread).where(Thread.id.in_(queries.renewable(ids, community.id))).order_by(Thread.id)
    locked = wanted.with_for_update(of=Thread)
    found = session().scalars(locked, execution_options={"populate_existing": True}).all()
    threads = {thread.id: thread for thread in found}
    kept = [one for one in renewals if one.thread_id in threads]
    columns = (Post.id, Post.thread_id, Post.body, Post.score, Post.deleted_at)
    posts: Any = session().execute(select(*columns).where(Post.thread_id.in_(threads)))
    claimed = queries.claimed({id_ for one in kept for id_ in one.authors})
    return Work(threads, kept, {row.id: row for row in posts}, claimed)


def _add_versions(work: Work) -> None:
    """Former texts of what is still as it came in, numbered on from those that are here."""
    new = {row["id"] for one in work.renewals for row in one.posts}
    rows = [
        row
        for one in work.renewals
        for row in one.versions
        if row["object"] in new or work.is_ours(one, row["object"])
    ]
    told = {row["object"] for row in rows}
    # Where no history tells it, what stood here is the former text.
    rows += [
        _present(work, change)
        for one in work.renewals
        for change in one.changes
        if change.row["id"] not in told and work.is_ours(one, change.row["id"])
    ]
    if not rows:
        return
    last = select(TextVersion.object, func.max(TextVersion.n)).group_by(TextVersion.object)
    objects = {row["object"] for row in rows}
    found = session().execute(last.where(TextVersion.object.in_(objects)))
    numbers: dict[str, int] = {row[0]: row[1] for row in found}
    for row in rows:
        row["n"] = numbers[row["object"]] = numbers.get(row["object"], 0) + 1
        row["by_id"] = work.author(row["by_id"])
    session().execute(insert(TextVersion), rows)
    work.done.versions = len(rows)


def _present(work: Work, change: Change) -> Row:
    title, body = work.text_of(change.row["id"])
    said = {"object": change.row["id"], "title": title, "body": body}
    return {**said, "by_id": change.by_id, "at": change.at or now()}


def _change_texts(work: Work, marks: Marks) -> None:
    rows: dict[Any, list[Row]] = {Thread: [], Post: []}
    for renewal, change in ((one, change) for one in work.renewals for change in one.changes):
        id_ = change.row["id"]
        is_ours = work.is_ours(renewal, id_)
        now_here = change.now.ours if is_ours else change.was.ours
        before = marks.get((change.kind, change.number), change.was)
        marks[change.kind, change.number] = before.with_text(change.now.theirs, now_here)
        if is_ours:
            rows[Thread if id_ == renewal.thread_id else Post].append(change.row)
            work.touched.add(renewal.thread_id)
        work.done.texts += is_ours
        work.done.left += not is_ours
    for model, changed in rows.items():
        if changed:
            session().execute(update(model), changed)


def _add_posts(work: Work) -> None:
    rows = []
    for renewal in work.renewals:
        thread = work.threads[renewal.thread_id]
        for row in renewal.posts:
            thread.last_number += 1
            thread.posts += 1
            author = work.author(row["author_id"])
            rows.append({**row, "number": thread.last_number, "author_id": author, "seq": _NEW})
        thread.activity = max(thread.activity, renewal.activity)
        if renewal.posts:
            work.touched.add(thread.id)
    for kind in ("answer", "comment"):  # a comment points to its answer
        some = [row for row in rows if row["kind"] == kind]
        if some:
            session().execute(insert(Post), some)
    work.done.answers = sum(row["kind"] == "answer" for row in rows)
    work.done.comments = len(rows) - work.done.answers


def _set_scores(work: Work) -> None:
    """Votes are the original's alone, so what it says now is right."""
    scores = {id_: score for one in work.renewals for id_, score in one.scores.items()}
    changed = [
        {"id": row.id, "score": scores[row.id]}
        for row in work.posts.values()
        if row.id in scores and row.score != scores[row.id]
    ]
    if changed:
        session().execute(update(Post), changed)
    for thread in work.threads.values():
        if thread.score != scores[thread.id]:
            thread.score = scores[thread.id]
            work.done.scores += 1
    work.done.scores += len(changed)


def _say_in_streams(work: Work) -> None:
    """One entry for each thread in which anything changed; what is new or changed in it gets its number."""
    entries = [Entry(f"thread:{id_}", "thread.changed", id_) for id_ in sorted(work.touched)]
    numbers = streams.go_on(entries)
    for id_ in work.touched:
        thread = work.threads[id_]
        thread.seq = thread.changed_seq = numbers[f"thread:{id_}"]
    session().flush()
    changed = {change.row["id"] for one in work.renewals for change in one.changes} & work.posts.keys()
    new = (Post.thread_id.in_(work.touched), (Post.seq == _NEW) | Post.id.in_(changed))
    seq: Any = select(Thread.seq).where(Thread.id == Post.thread_id).scalar_subquery()
    numbered = (
        update(Post).where(*new).values(changed_seq=seq, seq=func.coalesce(func.nullif(Post.seq, _NEW), seq))
    )
    session().execute(numbered, execution_options={"synchronize_session": False})


def _keep(passage: Passage, work: Work, marks: Marks) -> None:
    at = now()
    new = [{**row, "source": passage.source, "at": at} for one in work.renewals for row in one.imported]
    if new:
        session().execute(insert(Imported), new)
    known = [
        {"source": passage.source, "kind": kind, "foreign_id": foreign(number), "was": was.kept()}
        for (kind, number), was in marks.items()
    ]
    if known:
        session().execute(update(Imported), known)
