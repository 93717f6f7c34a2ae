"""A page's history: its versions, what changed between two, and going back to one."""

from __future__ import annotations

from flask import request

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import page_path
from community.core.errors import NotFound
from community.core.web import Answer, page, see_other, viewer
from community.pages import actions, queries
from community.pages.diff import diff, inline
from models import Page

from . import pages
from .showing import id_of, number_of


@pages.get("/w/<ref>/history")
@permission(Permission.COMMUNITY_READ)
def history(ref: str) -> Answer:
    """All versions, newest first."""
    found = fetch(viewer(), Page, id_of(ref), Permission.COMMUNITY_READ)
    versions = queries.versions(viewer(), found, after=request.args.get("after"))
    return page("pages/history.html", page=found, versions=versions)


@pages.get("/w/<ref>/diff")
@permission(Permission.COMMUNITY_READ)
def choose(ref: str) -> Answer:
    """The history's form: from one version to another, at an address worth sending."""
    found = fetch(viewer(), Page, id_of(ref), Permission.COMMUNITY_READ)
    old, new = (number_of(request.args.get(name, "")) for name in ("a", "b"))
    return see_other(f"/w/{found.id}/diff/{min(old, new)}..{max(old, new)}")


@pages.get("/w/<ref>/diff/<span>")
@permission(Permission.COMMUNITY_READ)
def compare(ref: str, span: str) -> Answer:
    """What changed: in one column, or with `?view=side` in two."""
    found = fetch(viewer(), Page, id_of(ref), Permission.COMMUNITY_READ)
    a, dots, b = span.partition("..")
    if not dots:
        raise NotFound
    old = queries.version(viewer(), found, number_of(a))
    new = queries.version(viewer(), found, number_of(b))
    texts = diff(old.body, new.body)
    is_side = request.args.get("view") == "side"
    rows = texts.rows if is_side else list(inline(texts.rows))
    success = diff(old.success, new.success)
    return page(
        "pages/diff.html",
        page=found,
        old=old,
        new=new,
        texts=texts,
        rows=rows,
        success=success,
        is_side=is_side,
    )


@pages.post("/w/<ref>/versions/<int:n>/restoration")
@permission(Permission.PAGE_RESTORE)
def go_back(ref: str, n: int) -> Answer:
    """Make this version the present one; what stood until now stays in the history."""
    found = fetch(viewer(), Page, id_of(ref), Permission.PAGE_RESTORE)
    actions.go_back(viewer(), found, n)
    return see_other(page_path(found.id, found.title))
