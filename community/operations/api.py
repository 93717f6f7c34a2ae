"""Where the API describes itself: for programs, and on a page for people."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from community.access.doors import no_permission
from community.core.web import Answer, page

from .document import document
from .reading import Reading

describing = Blueprint("describing", __name__)


@describing.get("/api/v1/openapi.json")
@no_permission("describes the API")
def openapi() -> Response:
    """The description, OpenAPI 3.1."""
    return jsonify(document())


@describing.get("/api/docs")
@no_permission("describes the API")
def docs() -> Answer:
    """The same to read."""
    return page("api/docs.html", reading=Reading.of(document()))
