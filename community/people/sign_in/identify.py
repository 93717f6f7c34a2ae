"""Who is it? A session cookie or a bearer token, turned into a viewer, once per request."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask, Request, Response, g, request
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user
from sqlalchemy import select

from community.access import standing
from community.core import network
from community.core.clock import now
from community.core.errors import NotSignedIn
from community.core.language import DEFAULT, LOCALES, speak
from community.core.session import session
from community.core.settings import Settings
from community.core.viewer import SIGNED_OUT, SIGNED_OUT_READER, Viewer
from models import ApiToken

from . import seen
from .tokens import token_hash

BEARER = "Bearer "
# Health and assets: they are there when the database is not.
SAME_FOR_ALL = frozenset({"operations.healthz", "operations.readyz", "operations.static", "operations.icon"})


class SignedIn(UserMixin):
    """Flask-Login's user: its id is the session row's, so ending the row signs out everywhere at once."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    def get_id(self) -> str:
        """The session row's id."""
        return self.viewer.session_id or ""


class SignedOut(AnonymousUserMixin):
    """Nobody in particular."""

    viewer = SIGNED_OUT


def init_app(app: Flask, settings: Settings) -> None:
    """Have every request find its viewer first."""
    manager = LoginManager(app)
    manager.session_protection = None  # sessions are rows: there is nothing to guess from an address
    manager.anonymous_user = SignedOut
    manager.user_loader(_of_session)

    @app.before_request
    def identify() -> None:
        g.settings = settings
        asked_for = _language(request)
        speak(asked_for)  # so that a refusal is understood too
        found = _viewer(request, settings)
        g.viewer = found if found.person_id else replace(found, locale=asked_for)
        speak(g.viewer.locale)

    app.teardown_request(lambda _error: speak(DEFAULT))

    @app.after_request
    def keep_seen(response: Response) -> Response:
        who: Viewer = g.get("viewer", SIGNED_OUT)
        if who.session_id:
            seen.keep_session(who.session_id)
        elif who.scope != "session":
            seen.keep_token(token_hash(_bearer(request)))
        return response


def _language(asked: Request) -> str:
    """Of our languages the one that the browser would rather have."""
    return asked.accept_languages.best_match(LOCALES, DEFAULT) or DEFAULT


def _bearer(asked: Request) -> str:
    return asked.headers.get("Authorization", "").removeprefix(BEARER).strip()


def _viewer(asked: Request, settings: Settings) -> Viewer:
    if asked.headers.get("Authorization", "").startswith(BEARER):
        return of_token(_bearer(asked))
    found: Viewer = current_user.viewer
    if asked.endpoint in SAME_FOR_ALL or found.standing != "signed_out":
        return found
    return SIGNED_OUT_READER if network.in_force(settings).public_read else found


def _of_session(session_id: str) -> SignedIn | None:
    found = standing.of_session(session_id)
    return None if found.standing == "signed_out" else SignedIn(found)


def of_token(token: str) -> Viewer:
    """The viewer behind an API token, cut to its scope.

    Raises:
        NotSignedIn: unknown, expired or revoked, or its person is suspended.
    """
    at = now()
    found = (
        session()
        .execute(
            select(ApiToken.id, ApiToken.person_id, ApiToken.scope).where(
                ApiToken.hash == token_hash(token), ApiToken.revoked_at.is_(None), ApiToken.expires_at > at
            )
        )
        .first()
    )
    if found is None:
        raise NotSignedIn("This token is unknown, expired or revoked")
    who = standing.of_person(found.person_id, scope=found.scope)
    if not who.is_signed_in:
        raise NotSignedIn("This token's person cannot sign in at present")
    return who
