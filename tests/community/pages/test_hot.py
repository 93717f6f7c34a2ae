"""A page is read often: few statements whatever it holds; signed-out readers get it out of the cache."""

from __future__ import annotations

import pytest

from app import create_app
from community.core.cache import pages
from community.core.session import end_session
from tests.client import Client

pytestmark = pytest.mark.postgresql

# Four for the frame, eight for the page.
MOST = 12


def test_a_page_costs_few_statements(as_, cast, count_queries, kind) -> None:
    eve, ben = as_(cast.eve), as_(cast.ben)
    thread = eve.api("POST", "/threads", {"title": "Stuck", "body": "It stops", "community": "ops"}).json[
        "id"
    ]
    for number in range(3):
        post = ben.api("POST", f"/threads/{thread}/posts", {"kind": "answer", "body": f"Way {number}"}).json[
            "id"
        ]
        eve.api("PUT", f"/threads/{thread}/solutions/{post}", {})
    page = ben.api("POST", f"/threads/{thread}/promotion", {}).json
    content = {
        "title": "Other",
        "body": "# A\n\n# B",
        "base_revision": 1,
        "topics": [f"t{n}" for n in range(8)],
    }
    assert ben.api("PUT", f"/pages/{page['id']}", content).status_code == 200
    for person in (cast.eve, cast.ben, cast.carla, cast.dev):
        as_(person).api("PUT", f"/pages/{page['id']}/outcome", {"outcome": "worked"})
    path = f"/w/{page['id']}-other"
    for client in (eve, ben, as_(cast.carla)):
        assert client.get(path).status_code == 200
        end_session()
        with count_queries() as asked:
            assert "Where this comes from" in client.get(path).text
        assert len(asked) <= MOST, "\n\n".join(asked)


def test_a_list_costs_the_same_whatever_its_length(as_, cast, count_queries, kind) -> None:
    ana = as_(cast.ana)
    costs = []
    for _ in range(2):
        for number in range(4):
            ana.api(
                "POST", "/communities/ops/pages", {"title": f"P{number}", "body": "B", "topics": ["a", "b"]}
            )
        end_session()
        with count_queries() as asked:
            assert ana.get("/c/ops/pages").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= MOST


def test_signed_out_readers_see_changes_at_once(settings, as_, cast, kind) -> None:
    pages.clear()
    reader = Client(create_app(settings.model_copy(update={"public_read": True})))
    ana = as_(cast.ana)
    made = ana.api("POST", "/communities/ops/pages", {"title": "Plan", "body": "first words"}).json
    hidden = ana.api("POST", f"/communities/{cast.den.slug}/pages", {"title": "Den", "body": "x"}).json
    end_session()
    for _ in range(2):
        shown = reader.http.get(made["url"])
        assert "first words" in shown.text
        assert "csrf_token" not in shown.text
    assert "Plan" in reader.http.get("/c/ops/pages").text
    assert reader.http.get(f"/w/{hidden['id']}").status_code == 404
    ana.api("PUT", f"/pages/{made['id']}", {"title": "Plan", "body": "second words", "base_revision": 1})
    end_session()
    assert "second words" in reader.http.get(made["url"]).text
    ana.api("DELETE", f"/pages/{made['id']}")
    end_session()
    assert reader.http.get(made["url"]).status_code in (404, 410)
    assert "Plan" not in reader.http.get("/c/ops/pages").text
