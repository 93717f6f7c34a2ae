"""Former addresses lead on: the same request at the address where the thing is now."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from .errors import MovedOn
from .failing import show_error
from .web import is_api


def lead_on(error: MovedOn) -> BaseResponse:
    """Send whoever may see it to the present address; whoever named the former one elsewhere gets 404.

    A page is asked for anew (301); everything else is done there by the same method and body (308).
    """
    place = dict(request.view_args or {})
    if place.get("slug") != error.former:
        return show_error(error)
    path = url_for(request.endpoint or "", **{**place, "slug": error.leads_to})
    if request.query_string:
        path += f"?{request.query_string.decode(errors='replace')}"
    is_page = request.method in ("GET", "HEAD") and not is_api()
    answer = redirect(path, 301 if is_page else 308)
    if is_api():
        answer.set_data(b"")
        answer.mimetype = "application/json"
    # Another community may take the address tomorrow: a browser that kept this would never see it.
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
