"""Health, assets and the front page: what is there before anybody is known."""

from __future__ import annotations

from mimetypes import guess_type

from flask import Blueprint, Response, send_from_directory

from community.access.doors import no_permission
from community.core.compressing import takes_gzip
from community.core.render import STATIC, render
from community.core.web import Answer, page

from .readiness import is_ready

operations = Blueprint("operations", __name__)


@operations.get("/healthz")
@no_permission("says only that the process is up")
def healthz() -> Response:
    """The process is up."""
    return Response("ok\n", mimetype="text/plain")


@operations.get("/readyz")
@no_permission("says only whether it can work")
def readyz() -> Response:
    """Database, index and Redis, where there is one, can be reached; 503 otherwise. `doctor` says which cannot."""
    if not is_ready():
        return Response("not ready\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@operations.get("/static/<path:name>")
@no_permission("our own style sheets and scripts")
def static(name: str) -> Response:
    """A built file; its name holds its content's hash, so it may be kept for ever."""
    packed = takes_gzip() and (STATIC / f"{name}.gz").is_file()
    sent = send_from_directory(STATIC, f"{name}.gz" if packed else name, max_age=31_536_000)
    if packed:
        sent.headers["Content-Type"] = guess_type(name)[0] or "application/octet-stream"
        sent.headers["Content-Encoding"] = "gzip"
    sent.vary.add("Accept-Encoding")
    sent.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return sent


@operations.get("/")
@no_permission("the front page: signed out it shows the network's name and the way in")
def home() -> Answer:
    """Home: what needs me, above what is new. Signed out: the front page."""
    return page("home/show.html")


@operations.get("/favicon.ico")
@no_permission("our own icon")
def icon() -> Response:
    """The small picture in the browser's tab."""
    return Response(
        render("icon.svg"), mimetype="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"}
    )
