"""The first few minutes: four short steps, none of which needs a mail server, and what Home says then."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from community.core import network
from community.core.session import end_session, session
from community.core.settings import Settings
from community.people.sign_in.first import first_link
from models import Community, Person
from tests.client import Client
from tests.community.people.test_first_administrator import FORM

pytestmark = pytest.mark.postgresql


@pytest.fixture
def settings(home, tmp_path) -> Settings:
    """Nothing is said outside of what is chosen here."""
    return Settings(home=home, mail_url=f"file:{tmp_path / 'mail'}", limits="off")


@pytest.fixture
def grace(app, settings) -> Client:
    """The first administrator, after the first step."""
    one = Client(app)
    path = urlsplit(first_link(settings)).path
    end_session()
    assert "1 of 4" in one.get(path).text
    assert one.post(path, FORM).headers["Location"] == "/first-run/network"
    one.get("/settings")
    return one


def test_from_the_link_to_somebody_who_is_in(app, grace, kind) -> None:
    second = grace.get("/first-run/network").text
    assert "2 of 4" in second
    assert 'href="/first-run/community"' in second, "it can be left out"
    named = {"network_name": "Acme <b>", "sign_up": "invited", "public_read": "no"}
    assert grace.post("/first-run/network", named).headers["Location"] == "/first-run/community"
    third = grace.get("/first-run/community").text
    assert "3 of 4" in third
    assert "Acme &lt;b&gt;" in third
    founded = {"name": "Ward 7", "purpose": "Nights", "visibility": "closed"}
    assert grace.post("/first-run/community", founded).headers["Location"] == "/first-run/people"
    assert session().scalars(select(Community.visibility)).all() == ["closed"]
    assert "4 of 4" in grace.get("/first-run/people").text
    shown = grace.post("/first-run/people", {"name": "Wei <i>", "email": "wei@acme.test"})
    assert shown.status_code == 200
    assert "No mail server is set up" in shown.text
    path = "/reset/" + shown.text.split("/reset/")[1].split('"')[0]
    wei = Client(app)
    wei.get(path)
    assert wei.post(path, {"password": "a long enough one"}).status_code == 303
    assert "Hello, Wei &lt;i&gt;." in wei.get("/").text
    later = Client(app)
    later.get("/sign-in")
    assert later.get(path).status_code == 410
    assert later.post(path, {"password": "another long one"}).status_code == 410


def test_each_step_can_be_left_out_and_home_says_what_is_left(grace, kind) -> None:
    home = grace.get("/").text
    assert "What to do first" in home
    for path in ("/first-run/network", "/first-run/community", "/first-run/people"):
        assert f'href="{path}"' in home
        assert grace.get(path).status_code == 200
    grace.post("/first-run/community", {"name": "Ward 7"})
    assert 'href="/first-run/community"' not in grace.get("/").text
    assert grace.post("/first-run/end").headers["Location"] == "/"
    assert "What to do first" not in grace.get("/").text


def test_nothing_is_public_until_somebody_says_so(app, grace, kind) -> None:
    stranger = Client(app)
    assert stranger.get("/communities").status_code == 303
    stranger.get("/sign-up")
    assert "by invitation" in stranger.get("/sign-up").text
    grace.post("/admin/network", {"network_name": "Acme", "sign_up": "open", "public_read": "yes"})
    assert stranger.get("/communities").status_code == 200
    assert 'name="password"' in stranger.get("/sign-up").text
    grace.post("/admin/network", {"network_name": "Acme", "sign_up": "invited", "public_read": "no"})
    assert stranger.get("/communities").status_code == 303
    stranger.get("/sign-in")
    person = {"name": "X", "email": "x@acme.test", "password": "a long enough one"}
    assert stranger.post("/sign-up", person).status_code == 403


def test_what_the_environment_says_comes_first(app, grace, settings, kind) -> None:
    grace.post("/admin/network", {"network_name": "Acme", "sign_up": "open"})
    settings.sign_up = "invited"
    assert network.in_force(settings).sign_up == "invited"
    shown = grace.get("/admin/network").text
    assert "Set by <code>THROUGHWAY_SIGN_UP</code> in the environment or in throughway.toml" in shown
    assert shown.count("<fieldset disabled") == 1
    refused = grace.post("/admin/network", {"network_name": "Other", "sign_up": "open"})
    assert refused.status_code == 422
    assert "comes first" in refused.text
    assert "by invitation" in Client(app).get("/sign-up").text
    assert grace.post("/admin/network", {"network_name": "Other"}).status_code == 303
    assert network.in_force(settings).network_name == "Other"


def test_what_is_wrong_stands_beside_its_field(grace, kind) -> None:
    blank = grace.post("/first-run/network", {"network_name": " ", "sign_up": "open"})
    assert blank.status_code == 422
    assert 'aria-describedby="network_name-problem"' in blank.text
    taken = grace.post("/first-run/people", {"name": "Me", "email": FORM["email"]})
    assert taken.status_code == 422
    assert 'aria-describedby="email-problem"' in taken.text
    assert 'value="Me"' in taken.text


def test_it_is_for_those_who_run_the_network(as_, cast, client, kind) -> None:
    ana = as_(cast.ana)
    ana.get("/settings")
    assert "What to do first" not in ana.get("/").text
    shown = (
        "/first-run/network",
        "/first-run/community",
        "/first-run/people",
        "/admin/network",
        "/admin/demo",
    )
    for path in shown:
        assert ana.get(path).status_code == 403
        assert client.get(path).status_code == 303
    for path in (
        *shown,
        "/first-run/end",
        "/admin/demo/removal",
        "/admin/demo/person",
        "/admin/people/ben/password-link",
    ):
        assert ana.post(path, {"name": "X", "email": "x@acme.test"}).status_code == 403
    assert session().scalars(select(Person).where(Person.name == "X")).all() == []


def test_a_link_is_shown_again_until_a_password_is_chosen(as_, cast, kind) -> None:
    root = as_(cast.admin)
    root.get("/admin/people")
    first = root.post("/admin/people", {"name": "Wei", "email": "wei@acme.test"}).text
    assert "Show the link" in root.get("/admin/people/wei").text
    again = root.post("/admin/people/wei/password-link").text
    assert first.split("/reset/")[1].split('"')[0] == again.split("/reset/")[1].split('"')[0]
    assert "Show the link" not in root.get("/admin/people/ben").text
    assert root.post("/admin/people/ben/password-link").status_code == 409
