"""What signed-out people read: nothing, or open communities' pages out of the cache."""

from __future__ import annotations

import pytest

from app import create_app
from community.access.audience import raise_epoch
from community.core.cache import pages
from community.core.session import session
from models import Audience
from tests.client import Client

pytestmark = pytest.mark.postgresql


@pytest.fixture
def reader(settings, cast, kind):
    """Somebody signed out, where signed-out people may read."""
    pages.clear()
    return Client(create_app(settings.model_copy(update={"public_read": True})))


def _ask(as_, cast, slug: str, text: str) -> str:
    return as_(cast.ana).post("/ask", {"body": text, "community": slug}).headers["Location"]


def test_open_threads_are_read_and_kept_and_private_ones_are_missing(reader, as_, cast, kind) -> None:
    path = _ask(as_, cast, "ops", "An open question")
    hidden = _ask(as_, cast, cast.den.slug, "A hidden question")
    first = reader.get(path)
    assert first.status_code == 200
    assert "An open question" in first.text
    assert "csrf_token" not in first.text
    again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    missing = reader.get("/t/aaaaaaaaaaaa")
    assert reader.get(hidden).data == missing.data
    assert missing.status_code == 404


def test_an_answer_and_a_narrowing_are_seen_at_once(reader, as_, cast, kind) -> None:
    path = _ask(as_, cast, "ops", "An open question")
    assert "Try B" not in reader.get(path).text
    as_(cast.ben).post(path.split("-")[0] + "/answers", {"body": "Try B"})
    assert "Try B" in reader.get(path).text
    thread_id = path.split("/")[2].split("-")[0]
    for row in (
        session().query(Audience).filter(Audience.object == thread_id, Audience.token != cast.ops.token)
    ):
        session().delete(row)
    raise_epoch("public")
    session().commit()
    assert reader.get(path).status_code == 404


def test_every_write_leads_to_sign_in(reader, as_, cast, kind) -> None:
    path = _ask(as_, cast, "ops", "An open question").split("-")[0]
    assert reader.http.post(f"{path}/answers", data={"body": "x"}).headers["Location"].startswith("/sign-in")
    assert reader.http.post("/api/v1/threads", json={"body": "x"}).status_code == 401
