"""What the tests of moving play with: another open community, and a short way to move."""

from __future__ import annotations

import pytest

from community.core import outbox
from community.core.session import end_session, session
from models import Thread
from tests.cast import make_community
from tests.interfaces.acts import solved


@pytest.fixture
def tools(cast, kind):
    """Another open community, which Carla curates too."""
    return make_community("tools", "open", steward=cast.eve, curator=cast.carla)


def move(client, thread, slug: str):
    return client.api("PATCH", f"/threads/{thread['id']}", {"community": slug})


def ids(client, slug: str) -> list[str]:
    return [one["id"] for one in client.api("GET", f"/communities/{slug}/threads").json["items"]]


def home_of(thread) -> str:
    end_session()
    return session().get_one(Thread, thread["id"]).community.slug


def written_up(as_, cast) -> tuple[dict, dict]:
    thread, _post = solved(as_(cast.ana), as_(cast.ben))
    page = as_(cast.ben).api("POST", f"/threads/{thread['id']}/promotion", {})
    assert page.status_code == 201, page.text
    outbox.drain()
    end_session()
    return thread, page.json
