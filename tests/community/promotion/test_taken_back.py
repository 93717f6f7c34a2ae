"""What was written up is taken back, deleted or said to be unsafe: the page says so, and so does the thread."""

from __future__ import annotations

import pytest

from community.core import outbox
from community.core.session import end_session
from tests.community.promotion.scene import grant, pages, press

pytestmark = pytest.mark.postgresql

ON_PAGE = "What this page was made of was taken back"
ON_THREAD = "A page was made of what did not work after all"


@pytest.fixture
def made(as_, cast, stage, kind):
    """Solved, and written up by Ben."""
    thread, post = stage.solved()
    assert press(as_(cast.ben), thread).status_code == 303
    (page,) = pages()
    outbox.drain()
    end_session()
    return thread, post, page


def shown(client, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_taken_back_it_is_said_on_the_page_and_on_the_thread(as_, cast, made, kind) -> None:
    thread, post, page = made
    ana, eve, carla = as_(cast.ana), as_(cast.eve), as_(cast.carla)
    assert ON_PAGE not in shown(eve, f"/w/{page.id}")
    assert ON_THREAD not in shown(eve, f"/t/{thread.id}")
    assert carla.post(f"/t/{thread.id}/solutions/{post.id}/withdrawal").status_code == 303
    for client, acts in ((ana, True), (eve, False)):  # a member; somebody who reads along
        text = shown(client, f"/w/{page.id}")
        assert ON_PAGE in text
        assert ("Whoever knows better puts it right" in text) is acts
        text = shown(client, f"/t/{thread.id}")
        assert ON_THREAD in text
        assert (f'<a href="/w/{page.id}/edit">' in text) is acts
    assert "or delete it at its foot" in shown(carla, f"/t/{thread.id}")
    assert "or delete it at its foot" not in shown(ana, f"/t/{thread.id}")


def test_whoever_looks_after_the_page_is_told(as_, cast, made, kind) -> None:
    thread, post, page = made
    as_(cast.carla).post(f"/t/{thread.id}/solutions/{post.id}/withdrawal")
    outbox.drain()
    end_session()
    told = as_(cast.ben).api("GET", "/notifications").json["items"][0]
    assert (told["reason"], told["kind"], told["object"]) == ("withdrawn", "page", page.id)
    assert "was taken back: look it over" in as_(cast.ben).get("/inbox").text
    assert "withdrawn" not in [
        one["reason"] for one in as_(cast.eve).api("GET", "/notifications").json["items"]
    ]


def test_accepted_again_nothing_is_said(as_, cast, made, kind) -> None:
    thread, post, page = made
    carla = as_(cast.carla)
    carla.post(f"/t/{thread.id}/solutions/{post.id}/withdrawal")
    carla.post(f"/t/{thread.id}/solutions/{post.id}")
    assert ON_PAGE not in shown(carla, f"/w/{page.id}")
    assert ON_THREAD not in shown(carla, f"/t/{thread.id}")


def test_a_deleted_answer_is_pointed_out_without_its_text(as_, cast, made, kind) -> None:
    thread, post, page = made
    assert as_(cast.ben).api("DELETE", f"/posts/{post.id}").status_code == 204
    text = shown(as_(cast.eve), f"/w/{page.id}")
    assert "The answer that this page was made of was deleted" in text
    assert f"/t/{thread.id}" in text
    assert ON_THREAD in shown(as_(cast.eve), f"/t/{thread.id}")


def test_said_to_be_unsafe_both_say_so(as_, cast, made, kind) -> None:
    thread, post, page = made
    as_(cast.ana).api("PUT", f"/posts/{post.id}/outcome", {"outcome": "unsafe", "note": "it deletes"})
    assert "said to be wrong or unsafe" in shown(as_(cast.eve), f"/w/{page.id}")
    text = shown(as_(cast.eve), f"/t/{thread.id}")
    assert "A page was made of what is said to be wrong or unsafe" in text
    assert ON_THREAD not in text


def test_who_may_not_read_the_page_learns_nothing_of_it(as_, cast, stage, kind) -> None:
    thread, post = stage.solved(community=cast.den.slug, asker=cast.ana)
    assert press(as_(cast.ben), thread).status_code == 303
    (page,) = pages()
    grant(thread.id, f"p:{cast.eve.id}", "guest")
    as_(cast.carla).post(f"/t/{thread.id}/solutions/{post.id}/withdrawal")
    text = shown(as_(cast.eve), f"/t/{thread.id}")
    assert page.id not in text
    assert ON_THREAD not in text
    assert ON_THREAD in shown(as_(cast.ana), f"/t/{thread.id}")


def test_a_thread_of_which_nothing_is_doubted_costs_no_query_more(
    as_, cast, stage, count_queries, kind
) -> None:
    thread, _post = stage.solved()
    eve = as_(cast.eve)
    path = eve.get(f"/t/{thread.id}").headers["Location"]
    shown(eve, path)
    with count_queries() as asked:
        shown(eve, path)
    assert len([one for one in asked if "promotion" in one]) == 1, asked
