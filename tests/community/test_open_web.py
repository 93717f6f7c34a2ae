"""What signed-out people may read has an address and a description for search engines; the rest is left alone."""

from __future__ import annotations

import re

import pytest

from app import create_app
from tests.client import Client
from tests.interfaces.acts import ask

pytestmark = pytest.mark.postgresql
NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture
def open_thread(as_, cast) -> str:
    return str(ask(as_(cast.ana), "Export *fails* with code 7", "ops")["url"])


def test_open_things_name_their_address_and_what_they_are_about(app, settings, open_thread, kind) -> None:
    public = Client(create_app(settings.model_copy(update={"public_read": True})))
    for path, about in ((open_thread, "Export fails with code 7"), ("/", "Stuck at work"), ("/c/ops", "")):
        shown = public.get(path).text
        assert NOINDEX not in shown
        assert re.search(rf'<link rel="canonical" href="{settings.address}{re.escape(path)}">', shown)
        assert about in re.search(r'<meta name="description" content="([^"]+)">', shown)[1]
    assert NOINDEX in public.get("/search?q=export").text


def test_the_rest_is_left_alone(as_, cast, client, open_thread, kind) -> None:
    ana = as_(cast.ana)
    for answer in (ana.get(open_thread), ana.get("/"), client.get("/"), client.get("/sign-in")):
        assert NOINDEX in answer.text
        assert "canonical" not in answer.text
