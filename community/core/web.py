"""The edge's tools over Flask: who looks, what came in, what goes out. Nothing below the edge imports this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

from flask import (
    Flask,
    Response,
    g,
    jsonify,
    make_response,
    redirect,
    request,
)
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from . import network
from .drafting import Draft, read
from .errors import (
    BadToken,
    Invalid,
    NotFound,
    NotSignedIn,
    ThroughwayError,
    TooSoon,
    Unreadable,
)
from .headers import HEADERS, content_security_policy
from .language import gettext
from .limits import address_key, spend
from .notices import waiting
from .render import render
from .settings import Settings
from .viewer import SIGNED_OUT, Viewer

D = TypeVar("D", bound=Draft)
Answer = str | BaseResponse | tuple[str, int]

# Fields that belong to the form, not to what is said in it.
FORM_ONLY = frozenset({"csrf_token", "next", "act"})


def viewer() -> Viewer:
    """Who looks: found out once, before the view."""
    found: Viewer = g.get("viewer", SIGNED_OUT)
    return found


def whose_limit() -> Viewer | str:
    """Whose bucket a limit counts in: the person's, or signed out their address's."""
    who = viewer()
    return who if who.person_id else address_key(request.remote_addr)


def settings() -> Settings:
    """The installation's settings, with what was chosen for the network."""
    return network.in_force(g.settings)


def is_api() -> bool:
    """Whether this request is answered in JSON."""
    return request.path.startswith("/api/")


def page(template: str, /, status: int = 200, **context: Any) -> Response:
    """A whole page, with what the frame needs.

    Args:
        template: its path below templates/.
        status: the HTTP status.
        context: what the page shows.
    """
    who = viewer()
    chosen = settings()
    frame: dict[str, Any] = {
        "viewer": who,
        "network_name": chosen.network_name,
        "sign_up_open": chosen.sign_up == "open",
        "public_read": chosen.public_read,
        "path": request.path,
        "address": chosen.address,
        **(waiting() if who.is_signed_in else {"notices": [], "arrived": []}),
        # Pages of signed-out readers are cached, so they carry no token; sign-in is a page of its own.
        "csrf": generate_csrf if who.standing != "signed_out" or context.pop("with_token", False) else None,
        "problems": {},
        "values": {},
    }
    html = render(template, **{**frame, **context})
    response = make_response(html, status)
    if who.standing != "signed_out" or frame["csrf"]:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def csrf_field() -> Callable[[], str] | None:
    """What gives a fragment's forms their token; None on pages of signed-out readers."""
    return generate_csrf if viewer().standing != "signed_out" else None


def see_other(path: str) -> BaseResponse:
    """After an act: go and look at what it made (303)."""
    return redirect(path, 303)


def own_path(path: str | None, otherwise: str = "/") -> str:
    """A path of our own to go on to; anything else (another site, a scheme) becomes `otherwise`."""
    is_own = bool(path) and path is not None and path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_own and path is not None and "\\" not in path and path.isprintable() else otherwise


def form(draft: type[D], **more: Any) -> D:
    """Make a draft of the submitted form. Empty fields count as not given.

    Raises:
        Invalid: with a sentence beside each field that is wrong.
    """
    data = {name: value for name, value in request.form.items() if name not in FORM_ONLY and value != ""}
    return read(draft, {**data, **more})


def sent() -> Any:
    """The JSON that came in, not judged yet; None where it cannot be read."""
    try:
        return request.get_json(silent=True) if request.is_json else None
    except RecursionError:  # nested deeper than anybody means
        return None


def body(draft: type[D]) -> D:
    """Make a draft of a JSON body.

    Raises:
        Unreadable: it is no JSON object.
        Invalid: with a sentence for each field that is wrong.
    """
    if not request.data and not (request.content_length or request.form or request.files):
        return read(draft, {})
    data = sent()
    if not isinstance(data, dict):
        raise Unreadable("Send a JSON object with Content-Type: application/json")
    return read(draft, data)


def again(view: Callable[..., Answer]) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """On Invalid, show the form's own page again: sentences beside the fields, the text still there (422).

    So too when a limit was reached (429): its sentence stands above the form.

    Args:
        view: shows that page; it gets the same arguments and `problems`, `values`.
    """

    def decorate(act: Callable[..., Answer]) -> Callable[..., Answer]:
        def wrapper(*args: Any, **kwargs: Any) -> Answer:
            try:
                return act(*args, **kwargs)
            except Invalid as error:
                said = _beside_fields(error.fields)
                shown = make_response(view(*args, **kwargs, problems=said, values=request.form.to_dict()))
                shown.status_code = Invalid.status
                return shown
            except TooSoon as error:
                said = {"limit": error.sentence()}
                shown = make_response(view(*args, **kwargs, problems=said, values=request.form.to_dict()))
                shown.status_code = TooSoon.status
                return with_retry(shown, error)

        wrapper.__name__ = act.__name__
        wrapper.__doc__ = act.__doc__
        wrapper.__dict__.update(act.__dict__)
        return wrapper

    return decorate


def _beside_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with one of several in a field ('topics.0') stands beside that field too."""
    several = {name.rpartition(".")[0]: said for name, said in fields.items() if name[-1:].isdigit()}
    return {**several, **fields}


def problem(error: ThroughwayError) -> Response:
    """An error as application/problem+json."""
    content: dict[str, Any] = {
        "type": error.type,
        "title": gettext(error.title),
        "status": error.status,
        "detail": error.sentence(),
    }
    if isinstance(error, Invalid):
        content["errors"] = [{"field": name, "message": said} for name, said in error.fields.items()]
    for extra in ("permission", "who"):
        if getattr(error, extra, ""):
            content[extra] = getattr(error, extra)
    content.update(getattr(error, "present", {}))
    response = jsonify(content)
    response.status_code = error.status
    response.content_type = "application/problem+json"
    return with_retry(response, error)


def with_retry(response: Response, error: ThroughwayError) -> Response:
    """Say when to try again, where the error knows."""
    seconds = getattr(error, "retry_after", None)
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def created(content: Mapping[str, Any], location: str) -> Response:
    """201 with the object and where it is."""
    response = jsonify(content)
    response.status_code = 201
    response.headers["Location"] = location
    return response


def guard(app: Flask, csrf: CSRFProtect) -> BaseResponse | None:
    """Before every view: credentials first, then the form's token. What is not there and what is not seen look alike.

    Raises:
        NotSignedIn: an API call that needs a sign-in.
        BadToken: an unsafe call by cookie without its token.
        NotFound: an address that no database can hold.
    """
    who = viewer()
    door = app.view_functions.get(request.endpoint or "")
    is_public = door is not None and hasattr(door, "needs_none")
    is_write = request.method not in ("GET", "HEAD", "OPTIONS")
    if not is_public and not who.is_signed_in and (is_write or "public" not in who.tokens):
        if is_api():
            raise NotSignedIn
        if who.standing in ("unconfirmed", "suspended"):
            return see_other("/sign-in")
        target = "/" if is_write else request.full_path.rstrip("?")
        return see_other(f"/sign-in?next={quote(target)}")
    if any("\x00" in str(place) for place in (request.view_args or {}).values()):
        raise NotFound  # which PostgreSQL does not take
    if is_api() and who.is_signed_in:
        spend(who, "api_write" if is_write else "api_read")
    if is_write and who.scope == "session":
        try:
            csrf.protect()
        except CSRFError as error:
            raise BadToken from error
    return None


def finish(response: Response) -> Response:
    """After every view: the security headers."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.vary.add("Accept-Language")  # which decides what signed-out readers read
        response.headers.setdefault("Content-Security-Policy", content_security_policy())
    else:
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    if is_api() or viewer().standing != "signed_out":
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.vary.update(("Cookie", "Authorization"))
    return response
