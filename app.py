"""The composition root: settings, database, doors, slots, fan-out, errors. Imported by nobody but servers and tests."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from apiflask import APIFlask
from flask import Flask
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from community import doors, fanout
from community.access import check
from community.access.doors import unnamed
from community.access.permissions import Permission
from community.core import (
    action,
    anonymous,
    compressing,
    delivering,
    events,
    failing,
    idempotency,
    leading,
    network,
    outbox,
    render,
    session,
    web,
)
from community.core.errors import (
    BadToken,
    Denied,
    MovedOn,
    NotFound,
    ThroughwayError,
    TooSoon,
    Unreadable,
    WrongMethod,
)
from community.core.settings import Settings, SettingsError, load, use
from community.operations import document
from community.people.sign_in import identify
from community.uploads import receiving


def create_app(settings: Settings) -> Flask:
    """The application over the database that is in use.

    Raises:
        RuntimeError: a door names no permission.
    """
    use(settings)
    app = APIFlask(
        "throughway", title="Throughway", version="1", docs_path=None, spec_path=None, static_folder=None
    )
    app.config.update(
        SECRET_KEY=settings.secret(),
        MAX_CONTENT_LENGTH=1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        SESSION_COOKIE_NAME="__Host-throughway" if settings.is_https else "throughway",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    document.init_app(app)
    compressing.init_app(app)  # the first named is the last to see an answer
    delivering.init_app(app)
    csrf = CSRFProtect(app)
    identify.init_app(app, settings)
    app.before_request(receiving.make_room)
    app.before_request(lambda: web.guard(app, csrf))
    idempotency.init_app(app)
    anonymous.init_app(app)
    app.after_request(web.finish)
    app.teardown_appcontext(lambda _error: session.end_session())
    render.lend("may", check.may)
    render.lend("P", Permission)
    doors.open_all(app)
    _connect_features()
    _map_errors(app)
    refuse_unnamed(app)
    if settings.is_https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    return app


def _connect_features() -> None:
    events.use_fanout(fanout.FANOUT)
    doors.fill_slots()
    doors.plan_due_work()
    action.after_commit(network.forget_changed)
    action.after_commit(outbox.wake)


def refuse_unnamed(app: Flask) -> None:
    """Refuse to run with a door that names no permission."""
    missing = unnamed(app.view_functions) + unnamed(doors.commands())
    if missing:
        raise RuntimeError("these doors name no permission: " + ", ".join(missing))


def _map_errors(app: Flask) -> None:
    app.register_error_handler(ThroughwayError, failing.show_error)
    app.register_error_handler(MovedOn, leading.lead_on)
    app.register_error_handler(CSRFError, lambda error: failing.show_error(BadToken(str(error.description))))
    app.register_error_handler(HTTPException, _from_http)


def _from_http(error: HTTPException) -> Any:
    known: dict[int | None, ThroughwayError] = {
        404: NotFound(),
        403: Denied(),
        400: Unreadable(),
        413: receiving.too_large(),
        405: WrongMethod(allow=error.valid_methods or ())
        if hasattr(error, "valid_methods")
        else Unreadable(),
        429: TooSoon(),
    }
    if error.code in known:
        return failing.show_error(known[error.code])
    return failing.show_error(ThroughwayError())


def command_line() -> None:
    """The command `throughway`."""
    try:
        doors.command_line(load, create_app)()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
