"""Who is told what, over HTTP and the outbox."""

from __future__ import annotations

import re

import pytest

from community.core.outbox import drain
from community.core.session import session
from models import Membership

pytestmark = pytest.mark.postgresql


def _asked(client, text: str, slug: str = "ops") -> str:
    return client.post("/ask", {"body": text, "community": slug}).headers["Location"].split("-")[0]


def test_the_asker_hears_of_an_answer_and_the_answerer_that_it_worked(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    path = _asked(ana, "Export fails")
    ben.post(f"{path}/answers", {"body": "Try B, @carla knows"})
    drain()
    assert "Somebody answered you" in ana.get("/inbox").text
    assert ">1<" in ana.get("/").text
    assert "You were named" in as_(cast.carla).get("/inbox").text
    post = re.search(r'action="/posts/(\w{12})/outcome"', ana.get(path + "-export-fails").text).group(1)
    ana.post(f"/posts/{post}/outcome", {"outcome": "worked"})
    drain()
    shown = ben.get("/inbox").text
    assert "Your answer worked" in shown
    note = re.search(r'action="/inbox/(\w{12})"', shown).group(1)
    assert ben.post(f"/inbox/{note}").headers["Location"].endswith("/2#p2")
    assert 'class="unread"' not in ben.get("/inbox").text
    assert ana.post(f"/inbox/{note}").status_code == 404


def test_whoever_may_no_longer_read_sees_neither_note_nor_number(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    path = _asked(ana, "A secret of ours", cast.den.slug)
    ben.post(f"{path}/answers", {"body": "hush @ana and @eve"})
    drain()
    assert "A secret of ours" in ana.get("/inbox").text
    assert "secret" not in as_(cast.eve).get("/inbox").text
    row = session().get_one(Membership, (cast.den.id, cast.ana.id))
    session().delete(row)
    session().commit()
    for where in ("/inbox", "/"):
        text = ana.get(where).text
        assert "A secret of ours" not in text
        assert '<span class="count">' not in text


def test_the_api_lists_and_marks_as_read(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    path = _asked(ana, "Import fails")
    ben.post(f"{path}/comments", {"body": "same"})
    drain()
    item = ana.api("GET", "/notifications").get_json()["items"][0]
    assert (item["reason"], item["read"]) == ("comment", False)
    answer = ana.api("PUT", f"/notifications/{item['id']}/read")
    assert answer.status_code == 200
    assert answer.get_json()["read"] is True
