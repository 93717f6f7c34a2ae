"""After 'It worked': a little form stands open at the same place, for what was different and how much time it saved."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from community.core.session import end_session, session
from models import Outcome, Page, Post
from tests.interfaces.acts import ask, reply

pytestmark = pytest.mark.postgresql

FORM = re.compile(r'<div class="told" id="told-(\w{12})">.*?action="([^"]+)"', re.DOTALL)


def told(client, path: str) -> list[tuple[str, str]]:
    shown = client.get(path, follow_redirects=True)
    assert shown.status_code == 200
    return FORM.findall(shown.text)


def kept(object_id: str) -> Outcome:
    end_session()
    return session().scalars(select(Outcome).where(Outcome.object == object_id)).one()


@pytest.fixture
def answered(as_, cast, kind):
    thread = ask(as_(cast.ana))
    return thread, reply(as_(cast.ben), thread)


def test_the_press_leads_to_the_open_form(as_, cast, answered, kind) -> None:
    thread, post = answered
    eve = as_(cast.eve)
    assert told(eve, thread["url"]) == []
    pressed = eve.post(f"/posts/{post['id']}/outcome", {"outcome": "worked"})
    assert (pressed.status_code, pressed.headers["Location"]) == (303, f"{post['url']}#told-{post['id']}")
    assert told(eve, post["url"]) == [(post["id"], f"/posts/{post['id']}/outcome/more")]
    assert told(as_(cast.ben), post["url"]) == [], "asked of who said so"


def test_the_asker_too_where_the_answer_stands_in_what_worked(as_, cast, answered, kind) -> None:
    thread, post = answered
    ana = as_(cast.ana)
    pressed = ana.post(f"/posts/{post['id']}/outcome", {"outcome": "worked"})
    assert pressed.headers["Location"].endswith(f"#told-{post['id']}")
    shown = ana.get(thread["url"]).text
    assert len(FORM.findall(shown)) == 1, "once, so that the address leads to it"
    assert shown.index('id="worked"') < shown.index(f'id="told-{post["id"]}"') < shown.index('id="p1"')


def test_what_was_different_becomes_a_comment_under_it(as_, cast, answered, kind) -> None:
    thread, post = answered
    eve = as_(cast.eve)
    eve.post(f"/posts/{post['id']}/outcome", {"outcome": "worked"})
    sent = {"note": "On **2.1** the switch is `--all`", "saved": "hours"}
    for _ in range(2):
        done = eve.post(f"/posts/{post['id']}/outcome/more", sent)
        assert (done.status_code, done.headers["Location"]) == (303, f"{post['url']}#p2")
    comments = eve.api("GET", f"/threads/{thread['id']}/posts?after=2").json["items"]
    assert [(one["kind"], one["parent"], one["author"]["handle"]) for one in comments] == [
        ("comment", post["id"], "eve")
    ], "sent twice, said once"
    assert "<strong>2.1</strong>" in comments[0]["body_html"]
    assert (kept(post["id"]).saved, kept(post["id"]).said) == ("hours", "worked")


def test_both_are_optional_and_forget_nothing(as_, cast, answered, kind) -> None:
    _thread, post = answered
    eve = as_(cast.eve)
    path = f"/posts/{post['id']}/outcome"
    eve.post(path, {"outcome": "worked"})
    eve.post(f"{path}/more", {"saved": "day"})
    assert eve.post(f"{path}/more", {"saved": "", "note": ""}).status_code == 303
    assert kept(post["id"]).saved == "day"
    end_session()
    assert session().scalars(select(Post.number)).all() == [2]


def test_of_a_tip_it_hangs_under_the_tip(as_, cast, kind) -> None:
    tip = ask(as_(cast.ben), "Free the disk first", kind="tip")
    eve = as_(cast.eve)
    pressed = eve.post(f"/t/{tip['id']}/outcome", {"outcome": "worked"})
    assert pressed.headers["Location"] == f"{tip['url']}#told-{tip['id']}"
    assert told(eve, tip["url"]) == [(tip["id"], f"/t/{tip['id']}/outcome/more")]
    eve.post(f"/t/{tip['id']}/outcome/more", {"note": "Mine was full of logs"})
    (comment,) = eve.api("GET", f"/threads/{tip['id']}/posts").json["items"]
    assert (comment["parent"], comment["body"]) == (None, "Mine was full of logs")


def test_of_a_page_its_writers_read_it_without_a_name(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    page = ana.api("POST", "/communities/ops/pages", {"title": "Exporting", "body": "Free the disk"}).json
    pressed = eve.post(f"/w/{page['id']}/outcome", {"outcome": "worked"})
    assert pressed.headers["Location"] == f"{page['url']}#told-{page['id']}"
    assert "without your name" in eve.get(page["url"]).text
    eve.post(f"/w/{page['id']}/outcome/more", {"note": "Mine was full of <b>logs</b>"})
    shown = ana.get(page["url"]).text
    assert "What people did differently" in shown
    assert "full of &lt;b&gt;logs&lt;/b&gt;" in shown
    assert not re.search(r"\bEve\b", shown)
    assert "What people did differently" not in eve.get(page["url"]).text, "she may not change it"
    end_session()
    assert session().scalars(select(Page.revision)).all() == [1]


def test_said_without_a_name_it_stays_so(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    thread = ask(eve, anonymous=True)
    post = reply(as_(cast.ben), thread)
    eve.post(f"/posts/{post['id']}/outcome", {"outcome": "worked"})
    eve.post(f"/posts/{post['id']}/outcome/more", {"note": "A little later, though"})
    comment = as_(cast.dev).api("GET", f"/threads/{thread['id']}/posts?after=2").json["items"][0]
    assert comment["author"] == {"id": None, "name": "Somebody"}


def test_too_long_it_comes_back_with_a_sentence_and_its_text(as_, cast, answered, kind) -> None:
    _thread, post = answered
    eve = as_(cast.eve)
    path = f"/posts/{post['id']}/outcome"
    eve.post(path, {"outcome": "worked"})
    wrong = eve.post(f"{path}/more", {"note": "x" * 2001, "saved": "day"})
    assert wrong.status_code == 422
    assert "This is too long" in wrong.text
    assert "x" * 2001 in wrong.text
    assert '<option value="day" selected>' in wrong.text
    assert eve.post(f"{path}/more", {"saved": "a year"}).status_code == 422


def test_only_for_whom_it_worked_and_where_they_read(as_, cast, answered, kind) -> None:
    _thread, post = answered
    eve = as_(cast.eve)
    path = f"/posts/{post['id']}/outcome"
    assert eve.post(f"{path}/more", {"note": "Hm"}).status_code == 409
    eve.post(path, {"outcome": "failed"})
    assert eve.post(f"{path}/more", {"note": "Hm"}).status_code == 409
    hidden = reply(as_(cast.ben), ask(as_(cast.ana), community=cast.den.slug))
    for id_ in (hidden["id"], "aaaaaaaaaaaa"):
        assert eve.post(f"/posts/{id_}/outcome/more", {"note": "Hm"}).status_code == 404


def test_the_api_keeps_a_note_with_the_word(as_, cast, answered, kind) -> None:
    thread, post = answered
    eve = as_(cast.eve)
    sent = {"outcome": "worked", "note": "Twice", "saved": "minutes"}
    assert eve.api("PUT", f"/posts/{post['id']}/outcome", sent).status_code == 200
    assert (kept(post["id"]).note, kept(post["id"]).saved) == ("Twice", "minutes")
    assert eve.api("GET", f"/threads/{thread['id']}").json["posts"] == 1
