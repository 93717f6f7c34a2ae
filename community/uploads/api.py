"""Pictures in JSON."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import file_path
from community.core.clock import iso
from community.core.describing import describes
from community.core.drafting import read
from community.core.pictures import picture_markdown
from community.core.web import created, viewer
from models import Upload

from .drafts import UploadDraft
from .receiving import read_file, receive, takes_pictures
from .shapes import UploadObject

uploads_api = APIBlueprint("uploads_api", __name__, tag="Files", url_prefix="/api/v1")


@uploads_api.post("/files")
@permission(Permission.UPLOAD_ADD)
@describes(answer=UploadObject, body=UploadDraft, status=201, content_type="multipart/form-data")
@takes_pictures
def add() -> Response:
    """Add a picture: it is made anew without what it carries along, and one's own until a text shows it."""
    insist(viewer(), Permission.UPLOAD_ADD)
    draft = _draft()
    upload = receive(draft.file, "file", draft.thread)
    return created(shown(upload, draft.alt), f"/api/v1/files/{upload.id}")


def _draft() -> UploadDraft:
    file = read_file(request.files.get("file"))
    others = {name: value for name, value in request.form.items() if name not in ("file", "csrf_token")}
    return read(UploadDraft, others if file is None else {**others, "file": file})


@uploads_api.get("/files/<id_>")
@permission(Permission.UPLOAD_READ)
@describes(answer=UploadObject)
def get(id_: str) -> Response:
    """One picture: its address, its size."""
    return jsonify(shown(fetch(viewer(), Upload, id_, Permission.UPLOAD_READ)))


def shown(upload: Upload, alt: str = "") -> dict[str, Any]:
    """A picture; who added it is nobody's business."""
    return {
        "id": upload.id,
        "url": file_path(upload.id, upload.width, upload.height),
        "width": upload.width,
        "height": upload.height,
        "size": upload.size,
        "markdown": picture_markdown(alt, upload.id, upload.width, upload.height),
        "at": iso(upload.at),
    }
