"""What of a thread may be a solution: an answer, or a tip itself; and which of them are."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from community.core.errors import NotFound
from community.core.session import query, session
from models import Post, Solution, Thread

_STANDING = select(Solution.subject).where(
    Solution.thread_id == bindparam("thread"), Solution.withdrawn_at.is_(None)
)


def standing_subjects(thread_id: str) -> set[str]:
    """The answers of a thread (in a tip: itself) that are solutions now."""
    return set(query(_STANDING, {"thread": thread_id}).scalars())


def subject_of(thread: Thread, post_id: str) -> Post | Thread:
    """The answer that may be a solution, or the tip itself.

    Raises:
        NotFound: no answer of this thread.
    """
    if thread.kind == "tip" and post_id == thread.id:
        return thread
    post = session().get(Post, post_id)
    if post is None or post.thread_id != thread.id:
        raise NotFound
    return post
