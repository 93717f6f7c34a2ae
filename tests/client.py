"""A browser without a screen: Flask's test client with a way to sign in and the form's token at hand."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from community.core.session import end_session
from models import Person

from . import described
from .cast import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Client:
    """What one person does over HTTP."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()
        self._token = ""

    def signed_in_as(self, person: Person) -> Client:
        """Sign in by the form."""
        email = person.email  # the request ends the session that it may be read from
        shown = self.http.get("/sign-in")
        answer = self.http.post(
            "/sign-in",
            data={"email": email, "password": PASSWORD, "csrf_token": token_of(shown), "next": "/"},
        )
        assert answer.status_code == 303, answer.text
        self._token = ""
        return self

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """GET, and remember the token of a form on that page."""
        answer = self.http.get(path, **kwargs)
        self._token = token_of(answer) or self._token
        return answer

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """POST a form with its token."""
        return self.http.post(path, data={"csrf_token": self.token, **(data or {})}, **kwargs)

    def api(self, method: str, path: str, json: Any = None, **kwargs: Any) -> TestResponse:
        """Call the API by the session's cookie."""
        headers = {"X-CSRF-Token": self.token, **kwargs.pop("headers", {})}
        answer = self.http.open("/api/v1" + path, method=method, json=json, headers=headers, **kwargs)
        described.hold(self.app, answer)
        return answer

    @property
    def token(self) -> str:
        """The token of this browser's forms."""
        if not self._token:
            self._token = token_of(self.http.get("/ask")) or token_of(self.http.get("/sign-in"))
        end_session()
        return self._token


def token_of(answer: TestResponse) -> str:
    """The form's token on a page, if there is one."""
    found = TOKEN.search(answer.text) if answer.mimetype == "text/html" else None
    return found.group(1) if found else ""
