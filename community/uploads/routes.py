"""Pictures themselves, for whoever may read a text that shows them."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.errors import NotFound
from community.core.web import viewer
from models import Upload

from . import store

uploads = Blueprint("uploads", __name__)

# Asked for anew at every use: what somebody may no longer see is gone at once, and what has not changed costs little.
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@uploads.get("/files/<ref>")
@permission(Permission.UPLOAD_READ)
def show(ref: str) -> BaseResponse:
    """A picture; what stands after its id is decoration."""
    upload = fetch(viewer(), Upload, ref.split("-", 1)[0], Permission.UPLOAD_READ)
    content = store.content_of(upload.digest)
    if content is None:
        raise NotFound
    answer = Response(content, mimetype="image/webp", headers=HEADERS)
    answer.headers["Content-Disposition"] = f'inline; filename="{upload.id}.webp"'
    answer.set_etag(upload.digest[:32])
    return answer.make_conditional(request)
