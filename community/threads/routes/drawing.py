"""A thread's posts as pieces of its page: what the viewer may do is found out once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

from community.access.check import may, may_with
from community.access.facts import Facts, facts
from community.access.permissions import Permission
from community.core.render import fragment
from community.core.viewer import Viewer
from community.threads.said import Said
from models import Thread


class DrawnThread:
    """What all posts of a page have in common.

    Args:
        viewer: who looks.
        thread: the thread that was fetched.
        head: its row with the columns of `queries.head`.
        said: what was said of it.
        csrf: gives the forms' token; None on pages of signed-out readers.
    """

    def __init__(
        self, viewer: Viewer, thread: Thread, head: Row[Any], said: Said, csrf: Callable[[], str] | None
    ) -> None:
        self.viewer, self.thread, self.head, self.said = viewer, thread, head, said
        self.may_write = csrf is not None
        self.token = csrf() if csrf else ""
        self.accepted = frozenset(one.subject for one in said.standing)
        self.is_curator = self.may_write and may(viewer, Permission.THREAD_ANNOUNCE, thread.community)
        self.may_accept = self.may_write and not head.mine and may(viewer, Permission.SOLUTION_ACCEPT, thread)

    def may_lift(self, *, mine: bool) -> bool:
        """Whether the viewer may take a warning away from an answer; for drawing buttons."""
        return may_with(self.viewer, Permission.WARNING_LIFT, self._answer(mine=mine))

    def may_explain(self, *, mine: bool) -> bool:
        """Whether the viewer may write an answer's cause; for drawing buttons."""
        return may_with(self.viewer, Permission.CAUSE_WRITE, self._answer(mine=mine))

    def _answer(self, *, mine: bool) -> Facts:
        """What the law needs to know of an answer of this thread: whether it is the viewer's own."""
        return replace(facts(self.thread), kind="post", author_id=self.viewer.person_id if mine else None)

    def post(self, row: Row[Any]) -> Markup:
        """One answer or comment."""
        warnings = tuple(self.said.warnings.get(row.id, ()))
        may_lift = bool(warnings) and self.may_write and self.may_lift(mine=row.mine)
        counts = self.said.of(row.id)
        has_fields = may_lift or counts.mine == "worked"
        return fragment(
            "threads/_post.html",
            post=row,
            thread_id=self.head.id,
            thread_title=self.head.title,
            counts=counts,
            warnings=warnings,
            is_accepted=row.id in self.accepted,
            may_lift=may_lift,
            may_write=self.may_write,
            may_keep=self.may_write and bool(row.mine or self.is_curator),
            may_accept=self.may_accept and row.kind == "answer" and row.id not in self.accepted,
            token=self.token if has_fields else "",
        )
