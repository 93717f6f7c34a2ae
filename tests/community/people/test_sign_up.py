"""Signing up where the network is open to it, and confirming the address."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from community.core.session import session
from models import OneTimeLink, Person
from tests.client import Client
from tests.mailbox import link_in, mails, text_of

pytestmark = pytest.mark.postgresql

FORM = {"name": "Zoë Ωmega", "email": "zoe@acme.test", "password": "a long enough one"}


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"sign_up": "open"})


def sign_up(client, **changed) -> None:
    client.get("/sign-up")
    answer = client.post("/sign-up", {**FORM, **changed})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-up/sent")


def enter(client, email="zoe@acme.test", password=FORM["password"]):
    client.get("/sign-in")
    answer = client.post("/sign-in", {"email": email, "password": password})
    client.get("/sign-in")  # the form's token is another one from now on
    return answer


def test_somebody_signs_up_confirms_and_is_in(client, app, settings, kind) -> None:
    sign_up(client)
    (mail,) = mails(settings)
    assert mail["To"] == "zoe@acme.test"
    shown = client.get(link_in(mail))
    assert "<button" in shown.text
    assert session().scalars(select(Person.email_confirmed_at)).one() is None
    assert client.post(link_in(mail)).status_code == 200
    assert enter(client).status_code == 303
    assert "Hello, Zoë Ωmega." in client.get("/").text
    assert client.get(link_in(mail)).status_code == 410
    assert client.post(link_in(mail)).status_code == 410


def test_only_the_hash_of_the_secret_is_kept(client, settings, kind) -> None:
    sign_up(client)
    secret = link_in(mails(settings)[0]).rsplit("/", 1)[1]
    row = session().scalars(select(OneTimeLink)).one()
    assert secret not in (row.hash, row.id)
    assert len(row.hash) == 64


def test_an_address_that_has_an_account_is_answered_alike_and_told_by_mail(
    client, cast, settings, kind
) -> None:
    sign_up(client, email=cast.ana.email, name="Not Ana")
    assert session().get(Person, cast.ana.id).name == "Ana"
    (mail,) = mails(settings)
    assert "You have an account" in mail["Subject"]
    assert "/sign-in" in text_of(mail)
    assert "Not Ana" not in text_of(mail) + text_of(mail, "html")


def test_two_who_sign_up_with_one_address_have_its_owner_choose(client, settings, kind) -> None:
    sign_up(client)
    first = link_in(mails(settings)[0])
    sign_up(client, password="an attacker's own one")
    second = mails(settings)[1]
    assert client.get(first).status_code == 410
    assert enter(client).status_code == 422
    client.get(link_in(second))
    assert client.post(link_in(second), {"password": "the owner's own one"}).status_code == 303
    assert "Hello, Zoë" in client.get("/").text
    assert len(session().scalars(select(Person)).all()) == 1


def test_a_form_sent_twice_makes_one_account_whose_links_both_work(client, settings, kind) -> None:
    sign_up(client)
    sign_up(client)
    first, second = (link_in(mail) for mail in mails(settings))
    assert len(session().scalars(select(Person)).all()) == 1
    assert client.get(second).status_code == 200
    client.get(first)
    assert client.post(first).status_code == 200
    assert enter(client).status_code == 303
    assert client.get(second).status_code == 410


def test_unconfirmed_people_may_confirm_and_little_else(client, app, settings, kind) -> None:
    sign_up(client)
    assert enter(client).status_code == 303
    for path in ("/settings", "/people", "/communities", "/people/zoe"):
        assert client.get(path).headers["Location"] == "/sign-in"
    assert client.api("GET", "/me").status_code == 401
    page = client.get("/sign-in").text
    assert "zoe@acme.test" in page
    assert client.post("/confirm").headers["Location"] == "/sign-in"
    assert client.post("/sign-out").status_code == 303
    assert 'name="password"' in client.get("/sign-in").text
    assert len(mails(settings)) == 2


def test_a_mistyped_address_is_corrected_and_its_link_is_void(client, settings, kind) -> None:
    sign_up(client, email="zoo@acme.test")
    mistyped = link_in(mails(settings)[0])
    enter(client, "zoo@acme.test")
    assert client.post("/confirm/address", {"email": "nonsense"}).status_code == 422
    assert client.post("/confirm/address", {"email": "zoe@acme.test"}).status_code == 303
    assert "zoe@acme.test" in client.get("/sign-in").text
    mail = mails(settings)[1]
    assert mail["To"] == "zoe@acme.test"
    assert client.post(mistyped).status_code == 410
    assert client.post(link_in(mail)).headers["Location"] == "/"
    assert session().scalars(select(Person.email)).one() == "zoe@acme.test"
    assert "Hello, Zoë" in client.get("/").text


def test_correcting_to_somebody_s_address_looks_the_same_and_takes_nothing(
    client, cast, settings, kind
) -> None:
    sign_up(client)
    enter(client)
    assert client.post("/confirm/address", {"email": cast.ana.email}).headers["Location"] == "/sign-in"
    assert cast.ana.email in client.get("/sign-in").text
    (mail,) = mails(settings)
    assert "have an account" in mail["Subject"]
    assert session().get(Person, cast.ana.id).handle == "ana"


def test_bad_input_is_shown_beside_its_field_with_the_text_kept(client, kind) -> None:
    client.get("/sign-up")
    again = client.post("/sign-up", {"name": "<script>x</script>", "email": "a@b@c", "password": "short"})
    assert again.status_code == 422
    assert "This is no mail address" in again.text
    assert 'value="&lt;script&gt;x&lt;/script&gt;"' in again.text
    assert "<script>x" not in again.text
    assert (
        client.post("/sign-up", {"name": "x" * 300, "email": "", "password": "\x00" * 3}).status_code == 422
    )


def test_names_of_any_script_get_a_handle(client, kind) -> None:
    for number, name in enumerate(("李雷", "Ana", "Ana", "me", "-- ?")):
        sign_up(client, name=name, email=f"n{number}@acme.test")
    handles = session().scalars(select(Person.handle)).all()
    assert sorted(handles) == ["ana", "ana-2", "me-2", "person", "person-2"]


def test_by_invitation_there_is_no_form(app, client, settings, kind) -> None:
    settings.sign_up = "invited"
    shown = client.get("/sign-up")
    assert shown.status_code == 200
    assert "by invitation" in shown.text
    assert not re.search(r'<form[^>]*action="/sign-up"', shown.text)
    client.get("/sign-in")
    assert client.post("/sign-up", FORM).status_code == 403
    assert session().scalars(select(Person)).all() == []


def test_without_its_token_nothing_is_done(client, kind) -> None:
    assert client.http.post("/sign-up", data=FORM).status_code == 403
    assert session().scalars(select(Person)).all() == []


def test_confirming_needs_no_sign_in_and_signs_nobody_in(client, app, settings, kind) -> None:
    sign_up(client)
    path = link_in(mails(settings)[0])
    other = Client(app)
    other.get(path)
    assert other.post(path).status_code == 200
    assert "Hello" not in other.get("/").text
