"""Write it up, in JSON."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import describes
from community.core.web import body, created, viewer
from community.pages.objects import whole
from community.pages.shapes import PageObject
from models import Page

from . import actions
from .drafts import WriteUpDraft
from .routes import source

promotion_api = APIBlueprint("promotion_api", __name__, tag="Pages", url_prefix="/api/v1")


@promotion_api.post("/threads/<id_>/promotion")
@permission(Permission.PROMOTION_MAKE, Permission.PAGE_REVISE)
@describes(answer=PageObject, body=WriteUpDraft, status=201)
def write_up(id_: str) -> Response:
    """Turn what worked into a page, or with `page` into a section of that one. Again: the same page."""
    written = source(id_)
    draft = body(WriteUpDraft)
    into = fetch(viewer(), Page, draft.page, Permission.PAGE_REVISE) if draft.page else None
    made = actions.write_up(viewer(), written, draft, into=into)
    return created(whole(viewer(), made), f"/api/v1/pages/{made.id}")
