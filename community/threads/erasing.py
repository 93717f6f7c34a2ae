"""What is deleted and not restored is erased after 30 days: texts and their versions, not the numbers."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from community.core import clockwork
from community.core.session import session
from community.uploads.attaching import let_go
from models import (
    Audience,
    Following,
    Offered,
    Outcome,
    Pointed,
    Post,
    ReadMark,
    SameAs,
    SameProblem,
    Solution,
    TextVersion,
    Thread,
    Waiting,
    Warned,
)

BLANK = {"body": "", "body_html": "", "origin": None}


def erase_thread(thread_id: str) -> None:
    """Erase a deleted thread with everything written in it; from then on it is missing, not gone."""
    thread = session().get(Thread, thread_id)
    if thread is None or thread.deleted_at is None:
        return
    posts = select(Post.id).where(Post.thread_id == thread_id)
    for model in (Outcome, Warned):
        session().execute(delete(model).where(model.root == thread_id))
    session().execute(
        delete(TextVersion).where(TextVersion.object.in_(posts) | (TextVersion.object == thread_id))
    )
    session().execute(update(Post).where(Post.thread_id == thread_id).values(**BLANK))
    session().execute(
        update(Thread).where(Thread.id == thread_id).values(title="", closed_because="", **BLANK)
    )
    session().execute(update(Solution).where(Solution.thread_id == thread_id).values(cause="", cause_html=""))
    for said in (Waiting, SameAs, SameProblem, Pointed):
        session().execute(delete(said).where(said.thread_id == thread_id))
    for told in (Audience, Following, ReadMark, Offered):
        session().execute(delete(told).where(told.object == thread_id))
    let_go(thread_id)


def erase_post(post_id: str) -> None:
    """Erase a deleted post's text and versions; its number stays."""
    post = session().get(Post, post_id)
    if post is None or post.deleted_at is None:
        return
    session().execute(delete(TextVersion).where(TextVersion.object == post_id))
    for model in (Outcome, Warned):
        session().execute(delete(model).where(model.object == post_id))
    session().execute(update(Solution).where(Solution.subject == post_id).values(cause="", cause_html=""))
    session().execute(update(Post).where(Post.id == post_id).values(**BLANK))
    let_go(post_id)


def register() -> None:
    """Say what is done when the time is over."""
    clockwork.on_due("erase_thread", erase_thread)
    clockwork.on_due("erase_post", erase_post)
