"""Drafts: saved while typing, listed, thrown away."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from community.access.check import require
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.errors import NotFound
from community.core.notices import arrived
from community.core.web import Answer, body, form, page, see_other, viewer

from . import actions, queries
from .drafts import UnfinishedDraft

unfinished = Blueprint("unfinished", __name__)
PLACE_LENGTH = 80


def _place(place: str) -> str:
    """A place's name as the app makes them.

    Raises:
        NotFound: it could not be one.
    """
    if len(place) > PLACE_LENGTH or not place.isascii() or not place.isprintable():
        raise NotFound
    return place


@unfinished.get("/drafts")
@permission(Permission.PERSON_CHANGE)
def show() -> Answer:
    """Everything one has begun and not sent."""
    require(viewer(), Permission.PERSON_CHANGE)
    return page("unfinished/show.html", texts=queries.unfinished(viewer()))


@unfinished.put("/drafts/<path:place>")
@permission(Permission.PERSON_CHANGE)
def keep(place: str) -> Response:
    """Keep what is being typed."""
    require(viewer(), Permission.PERSON_CHANGE)
    draft = body(UnfinishedDraft) if request.is_json else form(UnfinishedDraft)
    actions.keep(viewer(), _place(place), draft)
    return Response(status=204)


@unfinished.post("/drafts/<path:place>/deletion")
@permission(Permission.PERSON_CHANGE)
def forget(place: str) -> BaseResponse:
    """Throw a text away."""
    require(viewer(), Permission.PERSON_CHANGE)
    actions.forget(viewer(), _place(place))
    arrived(place)  # so that the browser's own copy goes too
    return see_other("/drafts")
