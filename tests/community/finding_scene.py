"""Short ways to ask, answer and search."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect

from community.access import standing
from community.core.outbox import drain
from community.core.session import end_session, session
from community.pages.actions import create
from community.pages.drafts import PageDraft
from community.threads.actions.opening import open_thread
from community.threads.actions.outcomes import say
from community.threads.actions.posts import answer
from community.threads.drafts import AnswerDraft, OpenDraft, OutcomeDraft
from models import Community, Person, Post, Thread
from tests.client import Client


def viewer_of(person: Person) -> Any:
    """Somebody as the law sees them now."""
    return standing.of_person(inspect(person).identity[0])


class Scene:
    """What people write, by its id, since rows do not outlive a request's session."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast

    def ask(self, who: Person, where: Community, body: str, **more: Any) -> str:
        home = session().get_one(Community, inspect(where).identity[0])
        return open_thread(viewer_of(who), home, OpenDraft(body=body, **more)).id

    def answer(self, who: Person, thread: str, body: str) -> str:
        return answer(viewer_of(who), session().get_one(Thread, thread), AnswerDraft(body=body)).id

    def say(self, who: Person, kind: type, tried: str, outcome: str = "worked", note: str = "") -> None:
        say(viewer_of(who), session().get_one(kind, tried), OutcomeDraft(outcome=outcome, note=note))

    def solved(self, who: Person, where: Community, body: str, way: str, **more: Any) -> str:
        """Asked by somebody, answered by Ben, and it worked."""
        thread = self.ask(who, where, body, **more)
        self.say(who, Post, self.answer(self.cast.ben, thread, way))
        return thread

    def page(self, who: Person, where: Community, title: str, body: str, **more: Any) -> str:
        home = session().get_one(Community, inspect(where).identity[0])
        return create(viewer_of(who), home, PageDraft(title=title, body=body, **more)).id


@pytest.fixture
def scene(cast: Any) -> Scene:
    return Scene(cast)


@pytest.fixture
def search(as_: Any) -> Any:
    """`search(person, words, **filters)`: what the API finds, once the index has followed."""

    def find(person: Person, words: str, **filters: str) -> Any:
        drain()
        end_session()
        found = as_(person).api("GET", "/search", query_string={"q": words, **filters})
        assert found.status_code == 200, found.text
        return found.json

    return find


def signed_in(app: Any, person: Person) -> Client:
    """A client signed in as that person, whatever session the row came from."""
    present = session().get_one(Person, inspect(person).identity[0], populate_existing=True)
    return Client(app).signed_in_as(present)


@pytest.fixture
def as_(app: Any) -> Any:
    """`as_(person)`: a client signed in as that person, once for each."""
    clients: dict[str, Client] = {}

    def sign_in(person: Person) -> Client:
        (id_,) = inspect(person).identity
        if id_ not in clients:
            clients[id_] = signed_in(app, person)
        return clients[id_]

    return sign_in
