"""Deleted, restored, erased: 30 days on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from community.core.clock import now
from community.core.clockwork import run_due
from community.core.session import session
from models import Post, TextVersion, Thread

pytestmark = pytest.mark.postgresql


def test_a_deleted_thread_is_erased_after_thirty_days_and_a_restored_one_is_not(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    paths = [
        ana.post("/ask", {"body": f"Question {n}", "community": "ops"}).headers["Location"].split("-")[0]
        for n in (1, 2)
    ]
    ana.post(f"{paths[0]}/edit", {"title": "Changed", "body": "Changed text", "topics": ""})
    for path in paths:
        assert ana.post(f"{path}/deletion").status_code == 200
    ana.post(f"{paths[1]}/restoration")
    with time_machine.travel(now() + timedelta(days=31), tick=True):
        run_due()
    gone, kept = (session().get_one(Thread, path.split("/")[2]) for path in paths)
    assert (gone.title, gone.body) == ("", "")
    assert session().query(TextVersion).count() == 0
    assert kept.body == "Question 2"
    assert ana.get(paths[0]).status_code in (303, 404)


def test_a_deleted_posts_text_goes_and_its_number_stays(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    path = ana.post("/ask", {"body": "Question", "community": "ops"}).headers["Location"].split("-")[0]
    ana.post(f"{path}/comments", {"body": "Never mind"})
    id_ = session().query(Post).one().id
    ana.post(f"/posts/{id_}/deletion")
    with time_machine.travel(now() + timedelta(days=31), tick=True):
        run_due()
    post = session().get_one(Post, id_)
    assert (post.body, post.number) == ("", 2)
