"""What the written-up lends to the pages of threads and pages."""

from __future__ import annotations

from typing import Any

from community.access.check import may
from community.access.permissions import Permission
from community.core.render import render
from community.core.text import headings
from community.core.viewer import Viewer
from community.core.web import csrf_field
from models import Page, Thread

from . import queries


def page_provenance(viewer: Viewer, page: Page) -> str:
    """'Where this comes from': only what this reader may read."""
    found = queries.sources(viewer, page)
    if not found:
        return ""
    return render(
        "promotion/_provenance.html", viewer=viewer, page=page, sources=found, anchors=_anchors(page)
    )


def _anchors(page: Page) -> dict[str, str]:
    return {one.text: one.anchor for one in reversed(headings(page.body))}


def page_notices(viewer: Viewer, page: Page) -> str:
    """Above a page's text: a source said to be wrong or unsafe, taken back, or changed since."""
    found = queries.sources(viewer, page)
    told = [
        one for one in found if one.warning or one.withdrawn_at or one.deleted or one.changed or one.newer
    ]
    if not told:
        return ""
    csrf = csrf_field() if may(viewer, Permission.PAGE_REVISE, page) else None
    return render("promotion/_notices.html", viewer=viewer, page=page, sources=told, csrf=csrf)


def thread_written_up(viewer: Viewer, thread: Thread, said: Any) -> str:
    """In 'What worked': the pages it became, or the press that makes one."""
    made = queries.made_of(viewer, thread.id)
    standing = {one.subject: one for one in said.standing if one.subject not in said.warnings}
    held = {subject for one in made for subject in one.subjects}
    offered = bool(standing) and _is_offered(viewer, thread, any(one.mine for one in standing.values()))
    missing = [one for subject, one in standing.items() if subject not in held] if made and offered else []
    context = {"made": made, "offered": offered and not made, "missing": missing, "csrf": csrf_field()}
    return render("promotion/_written_up.html", viewer=viewer, thread=thread, **context)


def thread_notices(viewer: Viewer, thread: Thread, said: Any) -> str:
    """Above a thread's text: pages that were made of what is taken back, deleted, or said to be wrong or unsafe."""
    undone = {one.subject for one in said.solutions if one.withdrawn_at or one.deleted_at}
    doubted = undone | said.warnings.keys()
    if not doubted:
        return ""
    made = [one for one in queries.made_of(viewer, thread.id) if doubted.intersection(one.subjects)]
    if not made:
        return ""
    taken_back = {one.page.id for one in made if undone.intersection(one.subjects)}
    context = {"made": made, "taken_back": taken_back, "may_act": viewer.is_signed_in}
    return render("promotion/_thread_notices.html", viewer=viewer, thread=thread, **context)


def _is_offered(viewer: Viewer, thread: Thread, is_author: bool) -> bool:  # noqa: FBT001  a fact, no switch
    """Whether this viewer may write it up; somebody who only wrote the solution may too, where anybody may write."""
    return may(viewer, Permission.PROMOTION_MAKE, thread) or (
        is_author and may(viewer, Permission.POST_COMMENT, thread)
    )
