"""A forgotten password, chosen anew by a mailed link."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from app import create_app
from community.core.outbox import drain
from community.core.session import end_session, session
from community.people.sign_in.passwords import is_right
from models import OneTimeLink, Person
from tests.cast import PASSWORD, make_person
from tests.client import Client, token_of
from tests.mailbox import link_in, mails

pytestmark = pytest.mark.postgresql

NEW = "quite another one"


def ask(client, email: str) -> None:
    client.get("/reset")
    answer = client.post("/reset", {"email": email})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/reset/sent")


def test_a_new_password_is_chosen_and_every_other_session_ends(client, cast, as_, settings, kind) -> None:
    elsewhere = as_(cast.ana)
    ask(client, "ANA@acme.test")
    path = link_in(mails(settings)[0])
    assert 'name="password"' in client.get(path).text
    assert client.post(path, {"password": NEW}).headers["Location"] == "/"
    assert "Hello, Ana." in client.get("/").text
    client.get("/sign-in")
    assert "Hello" not in elsewhere.get("/").text
    assert client.get(path).status_code == client.post(path, {"password": NEW}).status_code == 410
    other = Client(client.app)
    other.get("/sign-in")
    assert other.post("/sign-in", {"email": "ana@acme.test", "password": PASSWORD}).status_code == 422
    assert other.post("/sign-in", {"email": "ana@acme.test", "password": NEW}).status_code == 303


def test_an_unknown_address_is_answered_alike_and_gets_nothing(client, cast, settings, kind) -> None:
    ask(client, "nobody@acme.test")
    unknown = client.get("/reset/sent").text
    ask(client, cast.ana.email)
    assert client.get("/reset/sent").text == unknown
    assert [mail["To"] for mail in mails(settings)] == [cast.ana.email]


def test_expiry_counts_when_it_is_used(client, cast, settings, kind) -> None:
    ask(client, cast.ana.email)
    path = link_in(mails(settings)[0])
    client.get(path)
    link = session().scalars(select(OneTimeLink)).one()
    link.expires_at = link.created_at
    session().commit()
    assert client.post(path, {"password": NEW}).status_code == 410
    assert is_right(session().get(Person, cast.ana.id).password_hash, PASSWORD)


def test_a_bad_password_leaves_the_link_usable(client, cast, settings, kind) -> None:
    ask(client, cast.ana.email)
    path = link_in(mails(settings)[0])
    client.get(path)
    again = client.post(path, {"password": "short"})
    assert again.status_code == 422
    assert "at least 10 characters" in again.text
    assert client.post(path, {"password": NEW}).status_code == 303


def test_a_link_for_one_purpose_is_none_for_another(client, cast, settings, kind) -> None:
    ask(client, cast.ana.email)
    secret = link_in(mails(settings)[0]).rsplit("/", 1)[1]
    assert client.get(f"/confirm/{secret}").status_code == 410
    assert client.get(f"/welcome/{secret}").status_code == 410
    assert client.get(f"/reset/{secret[:-1]}").status_code == 410


def test_using_one_link_voids_the_person_s_others(client, cast, settings, kind) -> None:
    ask(client, cast.ana.email)
    ask(client, cast.ana.email)
    first, second = (link_in(mail) for mail in mails(settings))
    client.get(first)
    assert client.post(first, {"password": NEW}).status_code == 303
    assert client.get(second).status_code == 410


def test_whoever_ended_gets_no_link(client, cast, settings, kind) -> None:
    session().get(Person, cast.ana.id).deactivated_at = cast.ana.created_at
    session().commit()
    ask(client, cast.ana.email)
    assert mails(settings) == []


@pytest.mark.committing
def test_of_twenty_at_once_exactly_one_wins(fresh_database, settings, kind) -> None:
    app = create_app(settings)
    person = make_person("Ana")
    end_session()
    client = Client(app)
    ask(client, person.email)
    path = link_in(mails(settings)[0])
    end_session()
    answers: list[int] = []
    start = threading.Barrier(20)

    def use() -> None:
        http = app.test_client()
        token = token_of(http.get(path))
        start.wait(30)
        answers.append(http.post(path, data={"csrf_token": token, "password": NEW}).status_code)

    threads = [threading.Thread(target=use) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(answers) == [303] + [410] * 19
    drain()
    end_session()
