"""Trying passwords out is limited, per account and per address, and signing up and resetting are too."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from community.core import limits
from community.core.clock import now
from community.core.session import session
from models import FailedSignIn
from tests.cast import PASSWORD
from tests.client import Client
from tests.mailbox import mails

pytestmark = pytest.mark.postgresql


@pytest.fixture
def settings(settings):
    limits.forget()
    yield settings.model_copy(update={"limits": "on", "sign_up": "open"})
    limits.forget()


@pytest.fixture
def client(app) -> Client:
    made = Client(app)
    made.get("/sign-in")
    return made


def attempt(client, email="ana@acme.test", password="wrong", address="192.0.2.1"):
    return client.post(
        "/sign-in", {"email": email, "password": password}, environ_base={"REMOTE_ADDR": address}
    )


def test_ten_may_fail_per_account_then_one_waits(client, cast, kind) -> None:
    assert [attempt(client, address=f"192.0.2.{n}").status_code for n in range(10)] == [422] * 10
    refused = attempt(client, password=PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert 'value="ana@acme.test"' in refused.text
    assert "Too many attempts" in refused.text
    assert attempt(client, "ben@acme.test", PASSWORD).status_code == 303


def test_unknown_accounts_are_limited_alike(client, cast, kind) -> None:
    for n in range(10):
        attempt(client, "nobody@acme.test", address=f"192.0.2.{n}")
    assert attempt(client, "nobody@acme.test").status_code == 429


def test_it_is_a_delay_and_refused_attempts_do_not_prolong_it(client, cast, kind) -> None:
    for _ in range(10):
        attempt(client)
    assert attempt(client).status_code == 429
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1)):
        assert attempt(client, password=PASSWORD).status_code == 303
    assert session().query(FailedSignIn).count() == 0


def test_fifty_may_fail_per_address_of_ipv6_its_household(client, cast, kind) -> None:
    at = now()
    for n in range(50):
        row = FailedSignIn(account=str(n), address=limits.address_key(f"2001:db8::{n:x}"), at=at)
        session().add(row)
    session().commit()
    assert attempt(client, password=PASSWORD, address="2001:db8::ffff:1").status_code == 429
    assert attempt(client, password=PASSWORD, address="2001:db8:0:1::1").status_code == 303


def test_right_ones_are_not_counted(client, cast, kind) -> None:
    for _ in range(12):
        client.get("/sign-in")
        assert attempt(client, password=PASSWORD).status_code == 303


def test_twenty_sign_ups_an_hour_per_address(client, kind) -> None:
    client.get("/sign-up")
    form = {"name": "Zoe", "password": "a long enough one"}
    answers = [client.post("/sign-up", {**form, "email": f"z{n}@acme.test"}) for n in range(21)]
    assert [one.status_code for one in answers] == [303] * 20 + [429]
    assert 'value="z20@acme.test"' in answers[-1].text
    assert int(answers[-1].headers["Retry-After"]) <= 3600


def test_three_reset_mails_an_hour_per_account_known_or_not(client, cast, settings, kind) -> None:
    client.get("/reset")
    for email in (cast.ana.email, "nobody@acme.test"):
        answers = [client.post("/reset", {"email": email}).status_code for _ in range(4)]
        assert answers == [303, 303, 303, 429]
    assert len(mails(settings)) == 3


def test_signing_up_again_and_again_floods_nobody_s_mailbox(client, cast, settings, kind) -> None:
    client.get("/sign-up")
    form = {"name": "Zoe", "email": cast.ana.email, "password": "a long enough one"}
    assert {client.post("/sign-up", form).status_code for _ in range(6)} == {303}
    assert len(mails(settings)) == 3


def test_the_api_is_limited_per_person_whatever_way_they_come_in(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    assert ana.api("GET", "/me").status_code == 200
    for _ in range(599):
        limits.spend(cast.viewer(cast.ana), "api_read")
    refused = ana.api("GET", "/me")
    assert refused.status_code == 429
    assert refused.json["type"] == "/problems/limit"
    assert int(refused.headers["Retry-After"]) <= 60
    assert as_(cast.ben).api("GET", "/me").status_code == 200
