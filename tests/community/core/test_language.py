"""Whoever reads is spoken to in their language, and nobody else is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app import create_app
from community.core import formats
from community.core.action import unit_of_work
from community.core.language import Sentence, fill, gettext, locale, ngettext, speaking
from community.core.session import session
from community.core.settings import Settings
from models import Person
from tests.cast import Cast
from tests.client import Client
from tests.mailbox import mails, text_of

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
ENGLISH = {"Accept-Language": "fr,en;q=0.8"}


def let_read(person: Person, chosen: str) -> Person:
    with unit_of_work():
        session().get_one(Person, person.id).locale = chosen
    return person


@pytest.fixture
def public(settings: Settings, cast: Cast) -> Flask:
    """The same network, where signed-out people read what is open."""
    return create_app(settings.model_copy(update={"public_read": True}))


def test_sentences_dates_and_numbers_are_in_the_language_spoken() -> None:
    at = datetime(2026, 11, 2, 5, 15, tzinfo=UTC)
    assert gettext("Answered") == "Answered"
    assert (formats.minute(at, "en"), formats.number(1234, "en")) == ("2 Nov 2026, 05:15", "1,234")
    with speaking("de"):
        assert gettext("Answered") == "Beantwortet"
        assert ngettext("%(num)s version", "%(num)s versions", 2) == "%(num)s Versionen"
        assert fill(gettext("At most %(max_length)d are allowed"), {"max_length": 20_000}).startswith(
            "Höchstens 20.000"
        )
        with speaking("tlh"):
            assert locale() == "en"
    assert (formats.minute(at, "de"), formats.day(at, "de")) == ("02.11.2026, 05:15", "02.11.2026")
    assert locale() == "en"


def test_a_sentence_waits_for_its_reader() -> None:
    said = Sentence("%(people)d people of %(community)s", {"people": 2140, "community": "Ops"})
    assert str(said) == "2,140 people of Ops"
    assert str(Sentence("It stops at 70 %. Why?")) == "It stops at 70 %. Why?"
    with speaking("de"):
        assert str(said) == "2.140 Leute von Ops"


def test_a_page_is_in_the_language_of_ones_profile(cast: Cast, as_: Any) -> None:
    german = as_(let_read(cast.ana, "de")).get("/ask", headers=ENGLISH).text
    assert '<html lang="de" dir="ltr">' in german
    assert "Was hält dich auf?" in german
    assert "What stops you?" not in german
    english = as_(cast.ben).get("/ask", headers=GERMAN).text
    assert '<html lang="en" dir="ltr">' in english
    assert "What stops you?" in english
    assert locale() == "en", "the language of a request ends with it"


def test_pieces_that_are_kept_are_kept_for_each_language(cast: Cast, as_: Any) -> None:
    ana, ben = as_(let_read(cast.ana, "de")), as_(cast.ben)
    thread = ben.post("/ask", {"community": "ops", "body": "Export stops"}).location
    ben.post(f"{thread.rsplit('-', 2)[0]}/answers", {"body": "Try again"})
    for _twice in range(2):
        assert "Offen" in ana.get("/c/ops/threads").text
        assert "○</span> Open" in ben.get("/c/ops/threads").text


def test_signed_out_readers_get_the_language_of_their_browser_even_from_the_cache(
    public: Flask, cast: Cast, as_: Any
) -> None:
    as_(cast.ana).post("/ask", {"community": "ops", "body": "Export stops with code 7"})
    reader, tags = Client(public), set()
    for _twice in range(2):
        for headers, said, unsaid in ((GERMAN, "Offen", "Open<"), (ENGLISH, "Open", "Offen")):
            answer = reader.get("/c/ops/threads", headers=headers)
            assert answer.status_code == 200
            assert said in answer.text
            assert unsaid not in answer.text
            assert "Accept-Language" in answer.headers["Vary"]
            tags.add(answer.headers["ETag"])
    assert len(tags) == 2
    german = reader.get("/c/ops/threads", headers=GERMAN).headers["ETag"]
    assert reader.get("/c/ops/threads", headers={**GERMAN, "If-None-Match": german}).status_code == 304
    assert reader.get("/c/ops/threads", headers={**ENGLISH, "If-None-Match": german}).status_code == 200


def test_what_goes_wrong_is_said_in_the_readers_language(cast: Cast, as_: Any, client: Client) -> None:
    ana = as_(let_read(cast.ana, "de"))
    missing = ana.get("/t/aaaaaaaaaaaa")
    assert missing.status_code == 404
    assert "Hier ist nichts" in missing.text
    assert "Das fehlt" in ana.post("/settings", {"name": "", "time_zone": "UTC"}).text
    problem = ana.api("POST", "/threads", {"community": "ops", "titel": "x"})
    assert problem.json["title"] == "Etwas im Formular muss geändert werden"
    assert {"field": "titel", "message": "Dieses Feld ist nicht bekannt"} in problem.json["errors"]
    refused = client.post("/sign-in", {"email": "a@b.test", "password": "x" * 12}, headers=GERMAN)
    assert "gehören nicht zusammen" in refused.text


def test_a_notice_is_in_the_readers_language(cast: Cast, as_: Any) -> None:
    ana = as_(let_read(cast.ana, "de"))
    ana.post("/settings", {"name": "Ana", "locale": "de", "time_zone": "UTC"})
    assert "Gespeichert" in ana.get("/settings").text


def test_mail_is_in_the_language_of_whoever_gets_it(cast: Cast, client: Client, settings: Settings) -> None:
    let_read(cast.ana, "de")
    for person in (cast.ana, cast.ben):
        client.post("/reset", {"email": person.email})
    german, english = sorted(mails(settings), key=lambda mail: mail["To"])
    assert german["Subject"] == "Ein neues Passwort bei Acme"
    assert "du, möchte bei Acme" in text_of(german)
    assert '<html lang="de" dir="ltr">' in text_of(german, "html")
    assert english["Subject"] == "A new password at Acme"


def test_whoever_signs_up_keeps_the_language_of_their_browser(
    app: Flask, client: Client, settings: Settings
) -> None:
    open_to_all = Client(create_app(settings.model_copy(update={"sign_up": "open"})))
    joins = {"name": "Grete", "email": "grete@acme.test", "password": "correct horse battery"}
    open_to_all.get("/sign-up")
    open_to_all.post("/sign-up", joins, headers=GERMAN)
    (mail,) = mails(settings)
    assert mail["Subject"] == "Bestätige deine Adresse bei Acme"
