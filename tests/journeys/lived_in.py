"""The walker's world on disk, so that a browser can look at every page of it as the people who live there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext
from werkzeug.routing import Rule

from app import create_app
from community.core.action import unit_of_work
from community.core.addresses import thread_path
from community.core.clock import now
from community.core.database import migrate
from community.core.outbox import drain
from community.core.session import connect, end_session, session, use
from community.core.settings import Settings
from community.finder import engine
from community.indexing import ownership
from community.people.sign_in import passwords
from models import Appointment
from tests import walk_samples
from tests.client import Client
from tests.walk_world import WORD, Place, World

LONG = 40
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ro", "su", "ta", "ve")
# The pages that matter most: each budget is kept on them.
TEMPLATES = ("front", "home", "ask", "thread", "page", "inbox", "search", "community")
RIGHT_TO_LEFT = """new MutationObserver(() => document.documentElement?.setAttribute("dir", "rtl"))
  .observe(document, { childList: true })"""
# Asked with these words, pages that look for something have something to show.
SEARCHED = f"?q={WORD}&body={WORD}&title={WORD}"


@dataclass(frozen=True)
class House:
    """Where it is, what stands in it, and the cookies of Ana (member) and Dev (runs all of it)."""

    place: Place
    rules: list[Rule]
    cookies: dict[str, list[dict[str, Any]]]
    long_thread: str
    address: str = ""
    templates: dict[str, str] = field(default_factory=dict)

    def visitor(self, browser: Browser, who: str = "", width: int = 360, **options: Any) -> BrowserContext:
        """A browser of somebody's; nobody's: signed out."""
        size = {"viewport": {"width": width, "height": 800}, "reduced_motion": "reduce"}
        context = browser.new_context(**{**size, "base_url": self.address, **options})
        context.set_default_timeout(45_000)
        if who:
            context.add_cookies([{**one, "url": self.address} for one in self.cookies[who]])
        return context

    def paths(self) -> Iterator[str]:
        """An address of every page: of every rule that is asked for with GET, the API aside."""
        for rule in self.rules:
            if "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/v1"):
                for path, _about in walk_samples.paths(rule, self.place):
                    yield path + SEARCHED


def furnished(home: Path) -> House:
    """Fill a home."""
    passwords.make_cheap()
    settings = Settings(home=home, mail_url=f"file:{home / 'mail'}", limits="off", network_name="Acme")
    settings.make_home()
    database = connect(settings.database)
    migrate(database)
    use(database)
    app = create_app(settings)
    app.testing = True
    world = World(app, only=("open",))
    with unit_of_work():
        session().add(Appointment(person_id=world.people["dev"].id, office="administrator", at=now()))
    made = _described(app, world)
    drain()
    end_session()
    engine.close()
    ownership.release()
    database.engine.dispose()
    use(None)
    return made


def _described(app: Flask, world: World) -> House:
    place = world.places["open"]
    long_thread = _long_thread(world, place)
    things = place.things
    paths = ("/", "/", f"/ask?community={place.slug}", f"/t/{things['thread']}", f"/w/{things['page']}",
             "/inbox", f"/search?q={WORD}", f"/c/{place.slug}")  # fmt: skip
    templates = dict(zip(TEMPLATES, paths, strict=True))
    cookies = {name: _cookies(world.clients[name]) for name in ("ana", "dev")}
    return House(place, list(app.url_map.iter_rules()), cookies, long_thread, templates=templates)


def _long_thread(world: World, place: Place) -> str:
    """A roadblock with forty answers of forty words that hardly repeat, as real ones do not; its address."""
    chance = Random(7)
    title = f"The {WORD} of line 3 stops every night"
    thread = world._ask(place, "ana", title=title, body="Since Monday. " * 20)
    for number in range(LONG):
        words = ("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(40))
        body = f"On line {number}: {' '.join(words)}."
        world._say(("ben", "carla")[number % 2], f"/t/{thread}/answers", body=body)
    world._say("ana", f"/posts/{world._post(thread, 2)}/outcome", outcome="worked")
    return thread_path(thread, title)


def _cookies(client: Client) -> list[dict[str, Any]]:
    return [{"name": one.key, "value": one.value} for one in client.http._cookies.values()]
