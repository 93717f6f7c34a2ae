"""Signing in and out, over HTTP."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.postgresql


def test_a_person_signs_in_and_out(client, cast, kind) -> None:
    client.signed_in_as(cast.ana)
    assert "Hello, Ana." in client.get("/").text
    assert client.post("/sign-out").status_code == 303
    assert "Hello, Ana." not in client.get("/").text


def test_a_wrong_password_and_an_unknown_address_look_alike(client, cast, kind) -> None:
    client.get("/sign-in")
    wrong = client.post("/sign-in", {"email": "ana@acme.test", "password": "no"})
    unknown = client.post("/sign-in", {"email": "nobody@acme.test", "password": "no"})
    assert wrong.status_code == unknown.status_code == 422
    assert "do not belong together" in wrong.text
    assert 'value="ana@acme.test"' in wrong.text
    assert wrong.text.replace("ana@", "nobody@") == unknown.text


def test_signed_out_every_address_leads_to_sign_in(client, cast, kind) -> None:
    for path in ("/settings", "/t/aaaaaaaaaaaa", "/no/such/thing"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/sign-in?next={path}"
