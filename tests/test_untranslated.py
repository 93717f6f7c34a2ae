"""Every page, read in a language in which each of our letters has an accent: what is plain was forgotten."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import String, Text, select, update

from app import create_app
from community.core.action import unit_of_work
from community.core.pseudo import PSEUDO
from community.core.session import end_session, session
from community.core.settings import Settings
from models import Base, Person
from tests import walk_samples as samples
from tests.client import Client
from tests.test_languages import FILES, pairs
from tests.walk_world import Place, World

# What no language changes, or what its writer says in a language of their own.
SKIPPED = (
    "//script | //style | //code | //pre | //relative-time | //datalist | //kbd | //*[@lang and not(self::html)]"
    " | //select[@id='time_zone']"
)
SHOWN = ("aria-label", "title", "placeholder", "alt", "data-saved", "data-sending", "data-wait")
# Read by programs, or by people who write them: in English.
FOR_PROGRAMS = {"/api/docs", "/complete"}
# How long the words of the code are in the database: states, kinds, roles.
A_WORD = 30
PLAIN = re.compile(r"[A-Za-z]{2,}")
# The network, an example of a handle, initials, a way of writing, the reader's browser.
GAP = re.compile(r"\{\w+\}")
NAMES = {"Acme", "ana", "zq", "old", "Markdown", "Werkzeug"}


@pytest.fixture
def world(app: Flask) -> World:
    """Everything that can stand on a page, and people who read it in the pseudo-locale."""
    made = World(app, only=("open",))
    made.clients["root"] = made._signed_in("root")
    with unit_of_work():
        session().execute(update(Person).values(locale=PSEUDO))
    for client in made.clients.values():
        client.get("/")  # what was to be said in English is said
    return made


def content() -> set[str]:
    """The words that people have written: names, titles, texts. Words of the code (kinds, states, roles) are not."""
    said = set(NAMES)
    for table in Base.metadata.sorted_tables:
        texts = [
            one for one in table.columns if type(one.type) in (Text, String) and one.type.length != A_WORD
        ]
        if texts:
            for row in session().execute(select(*texts)):
                said |= {word for text in row if text for word in PLAIN.findall(text)}
    end_session()
    return said


def read_on(page: str) -> Iterator[str]:
    """What a person reads of a page, has read to them, or is told by a script."""
    tree = html.document_fromstring(page)
    for words in tree.xpath("//script[@id='words']/text()"):
        for said in json.loads(words).values():
            yield from (GAP.sub("", one) for one in ([said] if isinstance(said, str) else said))
    for element in tree.xpath(SKIPPED):
        element.drop_tree()
    for element in tree.iter():
        yield from (element.get(name, "") for name in SHOWN)
    yield from tree.itertext()


def plain_words(page: str, known: set[str]) -> set[str]:
    return {word for text in read_on(page) for word in PLAIN.findall(text)} - known


def pages(reader: Client, place: Place, **asked: Any) -> Iterator[tuple[str, str]]:
    """Every page as somebody reads it: its address and its HTML, also of what they are refused."""
    for rule in reader.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            for path, _about in samples.paths(rule, place):
                answer = reader.get(path, follow_redirects=True, **asked)
                if answer.mimetype == "text/html" and path not in FOR_PROGRAMS:
                    yield path, answer.text


@pytest.mark.parametrize("who", ["ana", "dev", "root", "una"])
def test_no_page_says_a_word_that_is_not_marked_for_translation(world: World, who: str) -> None:
    known, found = content(), []
    for path, page in pages(world.clients[who], world.places["open"]):
        plain = plain_words(page, known)
        found += [f"{path}: {', '.join(sorted(plain))}"] if plain else []
    assert not found, "\n".join(found)


def test_no_page_for_signed_out_readers_says_an_english_sentence(world: World, settings: Settings) -> None:
    english = {en for en, said in pairs(FILES[0]) if said != en and " " in en and "%" not in en}
    opened = create_app(settings.model_copy(update={"public_read": True, "sign_up": "open"}))
    found = []
    for path, page in pages(Client(opened), world.places["open"], headers={"Accept-Language": "de"}):
        said = english & {" ".join(text.split()) for text in read_on(page)}
        found += [f"{path}: {', '.join(sorted(said))}"] if said else []
    assert not found, "\n".join(found)


def test_a_forgotten_word_would_be_found() -> None:
    assert plain_words("<p>Ŝéņð~ this</p><p title='Look'>x1</p>", set()) == {"this", "Look"}
