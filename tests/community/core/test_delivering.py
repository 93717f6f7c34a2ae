"""Forms that a script sends: where to go on to is said, and the same key writes once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import end_session, session
from models import Post, Thread
from tests.client import Client

pytestmark = pytest.mark.postgresql
BY_SCRIPT = {"X-Sent-By": "script", "Idempotency-Key": "first"}


@pytest.fixture
def asked(as_, cast, kind) -> tuple[Client, str]:
    ana = as_(cast.ana)
    made = ana.post(
        "/ask", {"body": "The zebra stops", "kind": "roadblock", "community": "ops", "act": "ask"}
    )
    assert made.status_code == 303
    end_session()
    return ana, str(session().scalars(select(Thread.id)).one())


def answers() -> list[str]:
    end_session()
    return list(session().scalars(select(Post.body)))


def test_a_script_is_told_where_to_go_on(asked, kind) -> None:
    ana, thread = asked
    path = f"/t/{thread}/answers"
    said = ana.post(path, {"body": "Brush it"}, headers=BY_SCRIPT)
    assert said.status_code == 204
    assert said.headers["X-Go-To"].endswith("/2#p2")
    assert "Location" not in said.headers
    plain = ana.post(path, {"body": "Brush it again"})
    assert plain.status_code == 303
    assert "X-Go-To" not in plain.headers


def test_the_same_key_writes_once_however_late(asked, kind) -> None:
    ana, thread = asked
    path = f"/t/{thread}/answers"
    first = ana.post(path, {"body": "Brush it"}, headers=BY_SCRIPT)
    assert ana.post(path, {"body": "Between"}).status_code == 303
    with unit_of_work():
        session().execute(update(Post).values(created_at=now() - timedelta(hours=1)))
    again = ana.post(path, {"body": "Brush it"}, headers=BY_SCRIPT)
    assert (again.status_code, again.headers["X-Go-To"]) == (204, first.headers["X-Go-To"])
    assert answers().count("Brush it") == 1


def test_a_key_is_for_one_text(asked, kind) -> None:
    ana, thread = asked
    path = f"/t/{thread}/answers"
    ana.post(path, {"body": "Brush it"}, headers=BY_SCRIPT)
    other = ana.post(path, {"body": "Comb it"}, headers=BY_SCRIPT)
    assert other.status_code == 409
    assert "This key was used for another request" in other.text
    assert answers() == ["Brush it"]


def test_a_refusal_keeps_no_key(asked, kind) -> None:
    ana, thread = asked
    path = f"/t/{thread}/answers"
    assert ana.post(path, {"body": " "}, headers=BY_SCRIPT).status_code == 422
    assert ana.post(path, {"body": "Brush it"}, headers=BY_SCRIPT).status_code == 204


def test_a_key_without_a_script_counts_for_nothing(asked, kind) -> None:
    ana, thread = asked
    path = f"/t/{thread}/answers"
    for body in ("Brush it", "Comb it"):
        assert ana.post(path, {"body": body}, headers={"Idempotency-Key": "first"}).status_code == 303
    assert answers() == ["Brush it", "Comb it"]
