"""API tokens: made in a browser by somebody who has just shown who they are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from community.core.clock import now
from community.core.session import session
from models import ApiToken
from tests.cast import PASSWORD

pytestmark = pytest.mark.postgresql

SHOWN = re.compile(r'value="(tw_[\w-]+)"')


def make(client, **fields):
    client.get("/settings/tokens/new")
    return client.post("/settings/tokens/new", {"name": "backup", "scope": "read", "days": "30", **fields})


def bearer(client, token: str):
    return client.http.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def test_a_token_is_shown_once_works_and_is_ended(as_, client, cast, kind) -> None:
    ana = as_(cast.ana)
    shown = make(ana, name="<b>backup")
    assert shown.status_code == 200
    token = SHOWN.search(shown.text).group(1)
    assert "no-store" in shown.headers["Cache-Control"]
    listed = ana.get("/settings/tokens").text
    assert token not in listed
    assert "&lt;b&gt;backup" in listed
    answer = bearer(client, token)
    assert answer.status_code == 200
    assert answer.json["handle"] == "ana"
    assert session().scalars(select(ApiToken.hash)).one() != token
    assert session().scalars(select(ApiToken.used_at)).one() is not None
    id_ = session().scalars(select(ApiToken.id)).one()
    assert ana.post(f"/settings/tokens/{id_}/revoke").status_code == 303
    dead = bearer(client, token)
    assert dead.status_code == 401
    assert dead.mimetype == "application/problem+json"
    assert ana.post(f"/settings/tokens/{id_}/revoke").status_code == 404


def test_after_ten_minutes_the_password_is_asked_again(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    ana.get("/settings/tokens/new")
    with time_machine.travel(now() + timedelta(minutes=11)):
        for answer in (ana.get("/settings/tokens/new"), make(ana)):
            assert answer.status_code == 303
            assert answer.headers["Location"].startswith("/sign-in/again?next=/")
        assert session().scalars(select(ApiToken)).all() == []
        ana.get("/sign-in/again?next=/settings/tokens/new")
        wrong = ana.post("/sign-in/again", {"password": "no", "next": "/settings/tokens/new"})
        assert wrong.status_code == 422
        assert 'value="/settings/tokens/new"' in wrong.text
        right = ana.post("/sign-in/again", {"password": PASSWORD, "next": "/settings/tokens/new"})
        assert right.headers["Location"] == "/settings/tokens/new"
        assert SHOWN.search(make(ana).text)


def test_the_step_up_leads_nowhere_else(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    ana.get("/sign-in/again?next=//evil.test/x")
    answer = ana.post("/sign-in/again", {"password": PASSWORD, "next": "https://evil.test"})
    assert answer.headers["Location"] == "/"


def test_only_administrators_make_tokens_of_their_scope(as_, cast, kind) -> None:
    assert make(as_(cast.ana), scope="admin").status_code == 403
    assert make(as_(cast.admin), scope="admin").status_code == 200


def test_bad_input(as_, cast, kind) -> None:
    again = make(as_(cast.ana), days="9999", scope="root", name="kept")
    assert again.status_code == 422
    assert "at most 365" in again.text
    assert 'value="kept"' in again.text
    assert make(as_(cast.ana), days="many").status_code == 422


def test_a_token_makes_no_token(as_, client, cast, kind) -> None:
    token = SHOWN.search(make(as_(cast.admin), scope="admin").text).group(1)
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.http.post("/settings/tokens/new", data={"name": "x"}, headers=headers)
    assert answer.status_code == 403
    assert len(session().scalars(select(ApiToken)).all()) == 1


def test_bad_tokens_are_never_taken_for_nobody(client, cast, kind) -> None:
    for token in ("", "tw_unknown", "\xff\x00", "x" * 5000):
        answer = client.http.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


def test_nobody_ends_somebody_else_s_token(as_, client, cast, kind) -> None:
    token = SHOWN.search(make(as_(cast.ana)).text).group(1)
    id_ = session().scalars(select(ApiToken.id)).one()
    ben = as_(cast.ben)
    ben.get("/settings/tokens")
    assert ben.post(f"/settings/tokens/{id_}/revoke").status_code == 404
    assert bearer(client, token).status_code == 200


def test_me(as_, cast, kind) -> None:
    answer = as_(cast.ana).api("GET", "/me")
    assert answer.json == {
        "id": cast.ana.id,
        "handle": "ana",
        "name": "Ana",
        "url": "/people/ana",
        "email": "ana@acme.test",
        "memberships": [{"community": slug, "role": "member"} for slug in ("audit", "den-x7k2", "ops")],
        "admin": False,
    }
    assert as_(cast.admin).api("GET", "/me").json["admin"] is True


def test_me_signed_out(client, kind) -> None:
    assert client.http.get("/api/v1/me").status_code == 401
