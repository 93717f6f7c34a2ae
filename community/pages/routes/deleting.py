"""Deleting a page, and bringing it back."""

from __future__ import annotations

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import page_path
from community.core.web import Answer, page, see_other, viewer
from community.pages import actions
from community.pages.actions import RESTORABLE
from models import Page

from . import pages
from .showing import id_of


@pages.post("/w/<ref>/deletion")
@permission(Permission.PAGE_DELETE)
def delete(ref: str) -> Answer:
    """Delete; undo is one press away."""
    found = fetch(viewer(), Page, id_of(ref), Permission.PAGE_DELETE)
    actions.delete(viewer(), found)
    return see_other(f"/w/{found.id}/deleted")


@pages.get("/w/<ref>/deleted")
@permission(Permission.PAGE_DELETE)
def deleted(ref: str) -> Answer:
    """What those see who may bring it back: until when, and the button."""
    found = fetch(viewer(), Page, id_of(ref), Permission.PAGE_DELETE)
    if found.deleted_at is None:
        return see_other(page_path(found.id, found.title))
    return page("pages/deleted.html", page=found, until=found.deleted_at + RESTORABLE)


@pages.post("/w/<ref>/restoration")
@permission(Permission.PAGE_DELETE)
def restore(ref: str) -> Answer:
    """Bring it back."""
    found = fetch(viewer(), Page, id_of(ref), Permission.PAGE_DELETE)
    actions.restore(viewer(), found)
    return see_other(page_path(found.id, found.title))
