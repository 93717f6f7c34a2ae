"""Pages in JSON."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, jsonify

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import Listed, describes
from community.core.listing import limit_and_cursor, paged_json
from community.core.web import body, created, viewer
from models import Community, Page

from . import actions, objects, queries
from .diff import diff
from .drafts import PageDraft, RevisionDraft
from .shapes import DiffObject, PageList, PageObject, VersionList, VersionObject
from .sources import sources_of

pages_api = APIBlueprint("pages_api", __name__, tag="Pages", url_prefix="/api/v1")


@pages_api.get("/communities/<slug>/pages")
@permission(Permission.COMMUNITY_READ)
@describes(answer=PageList, query=Listed)
def list_pages(slug: str) -> Response:
    """A community's pages, newest activity first."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_READ)
    limit, after = limit_and_cursor()
    found = queries.in_community(viewer(), community, limit=limit, after=after)
    sources = sources_of(viewer(), [row.id for row in found.items])
    return paged_json(found, lambda row: objects.listed(row, sources[row.id]))


@pages_api.post("/communities/<slug>/pages")
@permission(Permission.PAGE_CREATE)
@describes(answer=PageObject, body=PageDraft, status=201)
def create(slug: str) -> Response:
    """Write a page."""
    community = fetch(viewer(), Community, slug, Permission.PAGE_CREATE)
    made = actions.create(viewer(), community, body(PageDraft))
    return created(objects.whole(viewer(), made), f"/api/v1/pages/{made.id}")


@pages_api.get("/pages/<id_>")
@permission(Permission.COMMUNITY_READ)
@describes(answer=PageObject)
def get(id_: str) -> Response:
    """One page."""
    return jsonify(objects.whole(viewer(), fetch(viewer(), Page, id_, Permission.COMMUNITY_READ)))


@pages_api.put("/pages/<id_>")
@permission(Permission.PAGE_REVISE)
@describes(answer=PageObject, body=RevisionDraft)
def revise(id_: str) -> Response:
    """Change a page; edits of different lines are merged, the same lines answer 409 with both texts."""
    page = fetch(viewer(), Page, id_, Permission.PAGE_REVISE)
    return jsonify(objects.whole(viewer(), actions.revise(viewer(), page, body(RevisionDraft))))


@pages_api.delete("/pages/<id_>")
@permission(Permission.PAGE_DELETE)
@describes()
def delete(id_: str) -> tuple[str, int]:
    """Delete a page; for 30 days it can be brought back."""
    actions.delete(viewer(), fetch(viewer(), Page, id_, Permission.PAGE_DELETE))
    return "", 204


@pages_api.put("/pages/<id_>/restoration")
@permission(Permission.PAGE_DELETE)
@describes(answer=PageObject)
def restore(id_: str) -> Response:
    """Bring a deleted page back."""
    page = actions.restore(viewer(), fetch(viewer(), Page, id_, Permission.PAGE_DELETE))
    return jsonify(objects.whole(viewer(), page))


@pages_api.get("/pages/<id_>/revisions")
@permission(Permission.COMMUNITY_READ)
@describes(answer=VersionList, query=Listed)
def list_versions(id_: str) -> Response:
    """A page's versions, newest first."""
    page = fetch(viewer(), Page, id_, Permission.COMMUNITY_READ)
    limit, after = limit_and_cursor()
    return paged_json(queries.versions(viewer(), page, limit=limit, after=after), objects.version)


@pages_api.get("/pages/<id_>/revisions/<int:n>")
@permission(Permission.COMMUNITY_READ)
@describes(answer=VersionObject)
def get_version(id_: str, n: int) -> Response:
    """One version with its text."""
    page = fetch(viewer(), Page, id_, Permission.COMMUNITY_READ)
    return jsonify(objects.whole_version(queries.version(viewer(), page, n)))


@pages_api.get("/pages/<id_>/diff/<int:a>/<int:b>")
@permission(Permission.COMMUNITY_READ)
@describes(answer=DiffObject)
def compare(id_: str, a: int, b: int) -> Response:
    """What changed from one version to another."""
    page = fetch(viewer(), Page, id_, Permission.COMMUNITY_READ)
    old, new = queries.version(viewer(), page, a), queries.version(viewer(), page, b)
    return jsonify(objects.difference(old, new, diff(old.body, new.body)))
