"""S4: what is taken away is gone with the next request, on every surface, before the outbox has heard of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from app import create_app
from community.access import standing
from community.core.cache import pages
from community.core.clock import now
from community.core.outbox import drain
from community.core.session import end_session, session
from community.people.actions.tokens import make_token
from community.people.drafts import TokenDraft
from models import ApiToken, Delivery, Notification, Person, Post, SignInSession
from tests.client import Client
from tests.community.finding_scene import Scene, signed_in

pytestmark = pytest.mark.postgresql

# What is asked for everywhere; the rest stands in no question, so that an echo tells nothing.
WORD = "okapi"
SECRET = re.compile(
    r"zq(?:title|body|system|answer|later|page)|(?:knows about|has solved) okapi", re.IGNORECASE
)
Ask = Callable[[str], str]


@dataclass
class Place:
    """A community full of words that only its readers may see."""

    slug: str
    ids: dict[str, str]
    paths: dict[str, str] = field(default_factory=dict)
    # What is no secret any more: entries of the community's own lists outlive the thread that named them.
    listed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        thread, page = self.ids["thread"], self.ids["page"]
        asked = f"q={WORD}"
        self.paths = {
            "thread": f"/t/{thread}-x",
            "answer": f"/t/{thread}-x/2",
            "history of the thread": f"/t/{thread}/history",
            "community": f"/c/{self.slug}",
            "list": f"/c/{self.slug}/threads",
            "pages": f"/c/{self.slug}/pages",
            "page": f"/w/{page}-x",
            "history of the page": f"/w/{page}/history",
            "search": f"/search?{asked}",
            "suggestions": f"/suggestions?body=the+{WORD}+stops+here+and+there",
            "inbox": "/inbox",
            "home": "/",
            "placement": f"/placement?body=the+{WORD}+stops&community={self.slug}",
            "api thread": f"/api/v1/threads/{thread}",
            "api posts": f"/api/v1/threads/{thread}/posts",
            "api post": f"/api/v1/posts/{self.ids['answer']}",
            "api list": f"/api/v1/communities/{self.slug}/threads",
            "api page": f"/api/v1/pages/{page}",
            "api revisions": f"/api/v1/pages/{page}/revisions/1",
            "api search": f"/api/v1/search?{asked}",
            "api suggestions": f"/api/v1/suggestions?body=the+{WORD}+stops+here+and+there",
            "api notifications": "/api/v1/notifications",
            "api people": f"/api/v1/people?topic={WORD}",
        }

    def told(self, ask: Ask) -> dict[str, set[str]]:
        """What each surface says of it to whoever asks."""
        said = {name: set(SECRET.findall(ask(path))) - self.listed for name, path in self.paths.items()}
        return {name: words for name, words in said.items() if words}


class Stage:
    """Ana and Ben wrote in a community; index, inbox and cache have followed, and then something more happened."""

    def __init__(self, app: Flask, settings: Any, cast: Any, home: Any, slug: str) -> None:
        self.app, self.cast, scene = app, cast, Scene(cast)
        thread = scene.ask(
            cast.ana,
            home,
            "Zqtitle: the okapi stops. Zqbody.",
            topics=(WORD,),
            context={"system": "Zqsystem"},
        )
        answer = scene.answer(cast.ben, thread, "Turn the okapi, zqanswer, @ana @eve @carla")
        scene.say(cast.ana, Post, answer)
        page = scene.page(cast.carla, home, "Zqpage okapi", "Zqpagebody okapi", topics=(WORD,))
        drain()
        self.place = Place(slug, {"thread": thread, "answer": answer, "page": page})
        self.public = Client(create_app(settings.model_copy(update={"public_read": True})))
        pages.clear()
        # This one waits in the outbox while something is taken away.
        scene.answer(cast.ben, thread, "Turn it once more, zqlater, @ana @eve @carla")
        end_session()

    def session_of(self, person: Person) -> Ask:
        client = signed_in(self.app, person)
        return lambda path: client.get(path).text

    def token_of(self, person: Person) -> Ask:
        (id_,) = inspect(person).identity
        whose = session().get_one(Person, id_)
        given = TokenDraft(scope="read", name="t")
        token = make_token(standing.of_person(id_, fresh_at=now()), whose, given)
        end_session()
        http = self.app.test_client()
        return lambda path: http.get(path, headers={"Authorization": f"Bearer {token}"}).text

    def anonymous(self) -> Ask:
        """Somebody signed out, to whom everything was shown from the cache already."""
        return lambda path: self.public.get(path).text

    def silent(self, *asks: Ask) -> None:
        """Nothing is told now, nor after everybody has heard."""
        end_session()
        assert session().scalars(select(Delivery.id)).first(), "the outbox has not been drained"
        assert [self.place.told(ask) for ask in asks] == [{}] * len(asks)
        drain()
        end_session()
        assert [self.place.told(ask) for ask in asks] == [{}] * len(asks)

    def tells(self, ask: Ask, *, but: frozenset[str] = frozenset()) -> None:
        """The secret is on every surface, or the test would prove nothing."""
        assert self.place.paths.keys() - self.place.told(ask).keys() == but
        assert self.place.told(ask), "from the cache too"

    def notes_of(self, person: Person) -> int:
        (id_,) = inspect(person).identity
        return len(session().scalars(select(Notification.id).where(Notification.person_id == id_)).all())


# Signed out one has no inbox, is proposed no place, and finds no people.
SYSTEM = frozenset({"zqsystem", "Zqsystem"})
SIGNED_OUT_MISSES = frozenset({"inbox", "placement", "api notifications", "api people"})


@pytest.fixture
def ops(app, settings, cast) -> Stage:
    return Stage(app, settings, cast, cast.ops, "ops")


@pytest.fixture
def den(app, settings, cast) -> Stage:
    return Stage(app, settings, cast, cast.den, "den-x7k2")


def done(answer: Any, *statuses: int) -> None:
    assert answer.status_code in (statuses or (200, 204, 303)), answer.text


def test_a_member_who_is_removed(den, cast, kind) -> None:
    shown, token = den.session_of(cast.ana), den.token_of(cast.ana)
    den.tells(shown)
    assert den.place.told(token)
    before = den.notes_of(cast.ana)
    dev = signed_in(den.app, cast.dev)
    done(dev.api("DELETE", "/communities/den-x7k2/members/ana"))
    den.silent(shown, token)
    assert den.notes_of(cast.ana) == before, "what waited to be told is not told"


@pytest.mark.parametrize("narrow", ["closed", "private"])
def test_a_community_that_is_narrowed(ops, cast, kind, narrow) -> None:
    shown, token, anonymous = ops.session_of(cast.eve), ops.token_of(cast.eve), ops.anonymous()
    ops.tells(shown)
    assert ops.place.told(token)
    ops.tells(anonymous, but=SIGNED_OUT_MISSES)
    before = ops.notes_of(cast.eve)
    dev = signed_in(ops.app, cast.dev)
    done(dev.api("PATCH", "/communities/ops", {"visibility": narrow}))
    ops.silent(shown, token, anonymous)
    assert ops.notes_of(cast.eve) == before


def test_a_person_who_is_suspended(ops, cast, kind) -> None:
    shown, token = ops.session_of(cast.ana), ops.token_of(cast.ana)
    ops.tells(shown)
    assert ops.place.told(token)
    root = signed_in(ops.app, cast.admin)
    root.get("/admin/people/ana")
    done(root.post("/admin/people/ana/suspend", {"days": "3", "because": "a reason"}))
    ops.silent(shown, token)
    assert Client(ops.app).http.get(ops.place.paths["api thread"]).status_code == 401


def test_a_session_that_is_ended(ops, cast, kind) -> None:
    (ana,) = inspect(cast.ana).identity
    lost = ops.session_of(cast.ana)
    ended = session().scalars(select(SignInSession.id).where(SignInSession.person_id == ana)).one()
    end_session()
    kept, token = signed_in(ops.app, cast.ana), ops.token_of(cast.ana)
    ops.tells(lost)
    kept.get("/settings/sessions")
    done(kept.post(f"/settings/sessions/{ended}/end"))
    ops.silent(lost)
    assert ops.place.told(token), "a token is no session"
    assert ops.place.told(lambda path: kept.get(path).text)


def test_a_token_that_is_revoked(ops, cast, kind) -> None:
    token, ana = ops.token_of(cast.ana), signed_in(ops.app, cast.ana)
    assert ops.place.told(token)
    id_ = session().scalars(select(ApiToken.id)).one()
    ana.get("/settings/tokens")
    done(ana.post(f"/settings/tokens/{id_}/revoke"))
    ops.silent(token)
    assert ops.place.told(lambda path: ana.get(path).text)


def test_a_thread_that_is_deleted(ops, cast, kind) -> None:
    """For everybody, also for those who wrote in it; the page beside it stays."""
    asks = [ops.session_of(cast.eve), ops.session_of(cast.ben), ops.token_of(cast.ben), ops.anonymous()]
    ops.tells(asks[0])
    ops.tells(asks[3], but=SIGNED_OUT_MISSES)
    carla = signed_in(ops.app, cast.carla)
    done(carla.api("DELETE", f"/pages/{ops.place.ids['page']}"))
    done(carla.api("DELETE", f"/threads/{ops.place.ids['thread']}"))
    ops.place.listed = SYSTEM
    ops.silent(*asks)


def test_a_thread_that_is_moved_to_fewer(ops, cast, kind) -> None:
    """For everybody outside its new home; those inside read it on, and the page beside it is another matter."""
    asks = [ops.session_of(cast.eve), ops.token_of(cast.eve), ops.anonymous()]
    inside = ops.session_of(cast.ben)
    ops.tells(asks[0])
    ops.tells(asks[2], but=SIGNED_OUT_MISSES)
    before = ops.notes_of(cast.eve)
    carla = signed_in(ops.app, cast.carla)
    done(carla.api("DELETE", f"/pages/{ops.place.ids['page']}"))
    done(carla.api("PATCH", f"/threads/{ops.place.ids['thread']}", {"community": "den-x7k2"}))
    ops.place.listed = SYSTEM
    ops.silent(*asks)
    assert ops.notes_of(cast.eve) == before
    assert "zqanswer" in inside(ops.place.paths["api posts"])


def test_an_answer_that_is_deleted(ops, cast, kind) -> None:
    """Neither its words, nor that its author knows about it."""
    asks = [ops.session_of(cast.eve), ops.session_of(cast.ana), ops.token_of(cast.ana), ops.anonymous()]
    ops.tells(asks[0])
    carla = signed_in(ops.app, cast.carla)
    done(carla.api("DELETE", f"/posts/{ops.place.ids['answer']}"))
    end_session()
    gone = re.compile("zqanswer|(?:knows about|has solved) okapi", re.IGNORECASE)
    for _ in range(2):
        for ask in asks:
            said = {name: gone.findall(ask(path)) for name, path in ops.place.paths.items()}
            assert {name: words for name, words in said.items() if words} == {}
        drain()
        end_session()
