"""Goes over every address of the app as everybody, in every kind of community, and hands each answer to the oracles.

Each call is undone, so that every one finds the same world. A new address is walked by existing.
"""

from __future__ import annotations

import contextlib
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, ClassVar

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from community.access.check import recording
from community.access.permissions import Permission
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.drafting import Draft
from community.core.session import database, end_session, session
from community.people.sign_in.tokens import token_hash
from models import ApiToken
from tests import walk_samples as samples
from tests.client import Client
from tests.pictures import chosen, picture
from tests.walk_world import Place, World

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


@dataclass
class Walker:
    """Somebody who goes over everything; `who` is their handle, or '' signed out."""

    name: str
    client: Client
    who: str = ""
    token: str = ""
    is_person: bool = True
    reads_public: bool = False

    def reads(self, place: Place, readers: set[str]) -> bool:
        """Whether what stands in a place is for them, by the law."""
        if not self.is_person:
            return self.reads_public and place.visibility == "open"
        return place.visibility == "open" or self.who in readers

    def finds(self, place: Place, readers: set[str]) -> bool:
        """Whether they may know that the place exists."""
        return self.reads(place, readers) or (self.is_person and place.visibility == "closed")


@dataclass
class Call:
    """One call, and what came of it."""

    walker: Walker
    rule: Rule
    method: str
    path: str
    place: Place
    about: str
    body: dict[str, Any] | None = None
    query: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    asked: list[Permission] = field(default_factory=list)
    drafts: list[type[Draft]] = field(default_factory=list)
    drafted_unasked: bool = False
    writes: list[tuple[str, Any]] = field(default_factory=list)
    crash: str = ""

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    def __str__(self) -> str:
        return (
            f"{self.method} {self.rule.rule} in {self.place.visibility} as {self.walker.name} → {self.status}"
        )


class Walk:
    """The app, its world and who walks it."""

    drafts: ClassVar[dict[tuple[str, str], type[Draft]]] = {}

    def __init__(self, app: Flask, public_app: Flask, world: World) -> None:
        self.app, self.world = app, world
        self.connection = _connection()
        self.readers = {name: world.readers(name) for name in world.places}
        self.walkers = self._walkers(app, public_app)
        self.recorder = Recorder()
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in app.view_functions]

    def _walkers(self, app: Flask, public_app: Flask) -> dict[str, Walker]:
        found = [
            Walker("signed out", Client(app), is_person=False),
            Walker("signed out, reading", Client(public_app), is_person=False, reads_public=True),
            Walker("unconfirmed", self.world.clients["una"], "una", is_person=False),
        ]
        people = {
            "outsider": "eve",
            "ex-member": "exa",
            "guest": "gus",
            "member": "ana",
            "curator": "carla",
            "steward": "dev",
            "steward elsewhere": "olga",
            "administrator": "root",
        }
        for name, who in people.items():
            client = self.world.clients.get(who) or Client(app).signed_in_as(self.world.people[who])
            found.append(Walker(name, client, who))
        for name, who, scope in (
            ("steward's token to read", "dev", "read"),
            ("outsider's token", "eve", "write"),
        ):
            found.append(Walker(name, Client(app), who, token=self._token(who, scope)))
        for walker in found:
            self._warm(walker)
        return {walker.name: walker for walker in found}

    def _token(self, who: str, scope: str) -> str:
        token = f"tw_{who}-{scope}"
        times = {"created_at": now(), "expires_at": now() + timedelta(days=1)}
        person = self.world.people[who].id
        with unit_of_work():
            session().add(ApiToken(person_id=person, name=who, scope=scope, hash=token_hash(token), **times))
        return token

    def _warm(self, walker: Walker) -> None:
        """Have the form's token at hand, and the first use of a session or token behind us."""
        if walker.token:
            walker.client.http.get("/api/v1/me", headers={"Authorization": f"Bearer {walker.token}"})
        elif not walker.who:
            walker.client.get("/sign-in")
        else:
            walker.client.get("/")
            assert walker.client.token, walker.name
        end_session()

    # Calling

    def calls(self, rule: Rule, place: Place, walker: Walker) -> Iterator[Call]:
        """The calls of one rule: each method, each kind of thing."""
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for path, about in samples.paths(rule, place):
                if walker.token and not path.startswith("/api/"):
                    continue
                yield Call(walker, rule, method, path, place, about, self.body(rule, method, place))

    def body(self, rule: Rule, method: str, place: Place) -> dict[str, Any] | None:
        """What the door takes; nothing until `learn` has found out."""
        draft = self.drafts.get((rule.endpoint, method))
        return samples.body_for(draft, place) if draft is not None and method in UNSAFE else None

    def learn(self) -> None:
        """Find out, once, which draft each door reads, by going through it with nothing in hand."""
        if self.drafts:
            return
        for rule in self.rules:
            for name in ("steward", "administrator", "signed out"):
                for call in self._known_calls(rule, name):
                    self.make(call)
                    for draft in call.drafts:
                        self.drafts.setdefault((rule.endpoint, call.method), draft)

    def _known_calls(self, rule: Rule, name: str) -> list[Call]:
        try:
            return list(self.calls(rule, self.world.places["open"], self.walkers[name]))
        except samples.NoSample:
            return []  # the walk itself says so

    def make(self, call: Call, *, query: str = "", with_token: bool = True, **options: Any) -> Call:
        """Make a call, keep what came of it, and undo it."""
        call.query = query
        http = call.walker.client.http
        cookies = dict(http._cookies)
        headers = dict(options.pop("headers", {}))
        if call.walker.token:
            headers["Authorization"] = f"Bearer {call.walker.token}"
        if call.method in UNSAFE and "data" not in options:
            options.update(_sent(call, call.walker.client._token if with_token else ""))
            headers.update(options.pop("headers"))
        with self._undone(), self.recorder.listening(self.connection, call), recording() as asked:
            call.asked = self.recorder.asked = asked
            try:
                self._answered(
                    call, http.open(call.path + query, method=call.method, headers=headers, **options)
                )
            except Exception as error:  # noqa: BLE001  an oracle judges it
                call.status, call.crash = 500, f"{type(error).__name__}: {error} {_where(error)}"
        http._cookies.clear()
        http._cookies.update(cookies)
        return call

    def _answered(self, call: Call, answer: TestResponse) -> None:
        call.status = answer.status_code
        call.headers = {name: value for name, value in answer.headers.items() if name != "Date"}
        call.text = answer.get_data().decode("utf-8", "replace")  # a picture is no text
        answer.close()

    @contextlib.contextmanager
    def _undone(self) -> Iterator[None]:
        end_session()
        savepoint = self.connection.begin_nested()
        try:
            yield
        finally:
            end_session()
            savepoint.rollback()

    def elsewhere(self, call: Call, place: Place) -> Call:
        """The same call about another place's thing."""
        for path, about in samples.paths(call.rule, place):
            if about == call.about:
                return replace(call, path=path, place=place, asked=[], drafts=[], writes=[], headers={})
        raise AssertionError(call)


def _connection() -> Connection:
    connection = database().shared
    assert connection is not None, "walk within a transaction that is rolled back"
    return connection


def _sent(call: Call, token: str) -> dict[str, Any]:
    """The body as the door takes it: JSON for the API, a form for pages."""
    if call.is_api or call.path.startswith("/drafts/"):
        headers = {"X-CSRF-Token": token} if token and not call.walker.token else {}
        sends: dict[str, Any] = {"json": call.body} if call.body is not None else {}
        if call.rule.endpoint in samples.FILES:
            sends = {"data": {**(call.body or {}), samples.FILES[call.rule.endpoint]: chosen(picture())}}
        return {"headers": headers, **sends}
    fields = {name: value for name, value in (call.body or {}).items() if not isinstance(value, dict)}
    return {"headers": {}, "data": {**fields, **({"csrf_token": token} if token else {})}}


def _where(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in last if "/community/" in frame.filename] or list(last)
    return f"({ours[-1].filename.rsplit('/community/')[-1]}:{ours[-1].lineno})"


class Recorder:
    """What happens within a call: drafts that are read, rows that are written."""

    def __init__(self) -> None:
        self.asked: list[Permission] = []

    @contextlib.contextmanager
    def listening(self, connection: Connection, call: Call) -> Iterator[None]:
        original = Draft.__dict__.get("model_validate")

        def model_validate(cls: type[Draft], *args: Any, **kwargs: Any) -> Draft:
            call.drafts.append(cls)
            call.drafted_unasked |= not self.asked
            return super(Draft, cls).model_validate(*args, **kwargs)

        def executed(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            if WRITES.match(statement):
                call.writes.append((statement, parameters))

        Draft.model_validate = classmethod(model_validate)  # type: ignore[assignment]
        event.listen(connection.engine, "before_cursor_execute", executed)
        try:
            yield
        finally:
            event.remove(connection.engine, "before_cursor_execute", executed)
            if original is None:
                del Draft.model_validate
            else:
                Draft.model_validate = original
