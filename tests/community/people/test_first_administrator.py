"""The first administrator, by the link that is printed at the start."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from community.core.session import end_session, session
from community.people.sign_in.first import first_link
from models import Appointment, OneTimeLink, Person
from tests.client import Client

pytestmark = pytest.mark.postgresql

FORM = {"name": "Grace <b>", "email": "Grace@Acme.test", "password": "a long enough one"}


@pytest.fixture
def path(app, settings) -> str:
    made = urlsplit(first_link(settings)).path
    end_session()
    return made


def test_the_link_makes_the_first_administrator_and_signs_them_in(client, path, kind) -> None:
    assert 'name="password"' in client.get(path).text
    assert client.post(path, FORM).headers["Location"] == "/first-run/network"
    assert "Hello, Grace &lt;b&gt;." in client.get("/").text
    person = session().scalars(select(Person)).one()
    assert (person.handle, person.email) == ("grace-b", "grace@acme.test")
    assert person.email_confirmed_at is not None
    assert session().scalars(select(Appointment.office)).all() == ["administrator"]
    assert client.get("/admin/people").status_code == 200


def test_it_works_once_and_then_is_answered_like_an_unknown_one(app, client, path, settings, kind) -> None:
    client.get(path)
    assert client.post(path, FORM).status_code == 303
    other = Client(app)
    other.get("/sign-in")
    used, unknown = other.get(path), other.get("/welcome/never-given")
    assert used.status_code == unknown.status_code == 410
    assert used.text == unknown.text
    assert other.post(path, {**FORM, "email": "x@acme.test"}).status_code == 410
    assert first_link(settings) is None


def test_an_expired_one_is_gone_on_post_too(client, path, kind) -> None:
    client.get(path)
    link = session().scalars(select(OneTimeLink)).one()
    link.expires_at = link.created_at
    session().commit()
    assert client.get(path).status_code == 410
    assert client.post(path, FORM).status_code == 410
    assert session().scalars(select(Person)).all() == []


def test_an_earlier_start_s_link_is_void(client, path, settings, kind) -> None:
    first_link(settings)
    assert client.get(path).status_code == 410


def test_a_bad_form_is_shown_again_with_its_text(client, path, kind) -> None:
    client.get(path)
    again = client.post(path, {"name": "Grace", "email": "no address", "password": "short"})
    assert again.status_code == 422
    assert "This is no mail address" in again.text
    assert "at least 10 characters" in again.text
    assert 'value="no address"' in again.text
    assert "short" not in again.text.split("<form method")[1].replace("too short", "")
    assert client.post(path, FORM).status_code == 303
