"""An error as a page or as a problem: what happened, what is safe, what to do now."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import Response, make_response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from .errors import FreshSignInNeeded, NotSignedIn, ThroughwayError, TooSoon
from .render import render
from .web import is_api, own_path, page, problem, see_other, viewer, with_retry

# Fields that somebody has thought about; a password is never shown again.
WRITTEN = frozenset({"title", "body", "text", "note", "purpose", "about", "because", "cause", "summary"})
# Pages that are the same, whatever was asked for and however.
ALIKE = (404, 410)


def show_error(error: ThroughwayError) -> BaseResponse:
    """An error as a page or as a problem, for whoever asked."""
    if isinstance(error, NotSignedIn) and not is_api():
        return see_other("/sign-in")
    if isinstance(error, FreshSignInNeeded) and viewer().session_id and not is_api():
        return see_other(f"/sign-in/again?next={quote(_here())}")
    if is_api():
        return problem(error)
    return with_retry(_page(error), error)


def _page(error: ThroughwayError) -> Response:
    """The page that says so. From 500 on nothing is looked up for it."""
    is_write = request.method not in ("GET", "HEAD") and error.status not in ALIKE
    shown = {"error": error, "is_write": is_write, "back": _back(error, is_write)}
    shown["written"] = _written() if is_write else []
    if error.status < ThroughwayError.status:
        return page("errors/show.html", status=error.status, **shown)
    response = make_response(render("errors/show.html", **shown), error.status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _back(error: ThroughwayError, is_write: bool) -> str:  # noqa: FBT001  says what was asked, not what to do
    """Where to try again: the page that an act was done from, or a page that failed."""
    is_useful = is_write or error.status >= ThroughwayError.status or error.status == TooSoon.status
    return _here() if is_useful and error.status not in ALIKE and _here() != "/" else ""


def _written() -> list[str]:
    """The texts that came with a press that was refused, to be copied from the page that says so."""
    try:
        return [text for name, text in request.form.items() if name in WRITTEN and text.strip()]
    except HTTPException:  # too large to be read
        return []


def _here() -> str:
    """The page somebody is at: this one, or for an act the one it was done from."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return own_path(urlsplit(request.referrer or "").path)
