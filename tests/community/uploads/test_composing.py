"""Without scripts: a picture is chosen in the form of a text and comes into the text with the next press."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import func, select

from community.core.session import session
from community.uploads import receiving
from community.uploads.pictures import REASONS
from models import Page, Post, Thread, Upload
from tests.client import Client
from tests.pictures import ADDRESS, chosen, picture, sent

from .scene import asked


def send(client: Client, path: str, file: bytes | None = None, **fields: str):
    """A form with a file in it, as a browser sends it without scripts; or with none chosen."""
    form = {
        "picture": chosen(b"", "") if file is None else chosen(file),
        "csrf_token": client.token,
        **fields,
    }
    return sent(client, path, form)


def text_of(answer) -> str:
    """What stands in the box."""
    box = re.search(r"<textarea[^>]*name=\"body\"[^>]*>\n?(.*?)</textarea>", answer.text, re.DOTALL)
    assert box is not None
    return html.unescape(box[1])


def number_of(model) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def composers(ana: Client) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Every box there is: where it stands, where it is sent, with what else."""
    thread = asked(ana, "Why?")
    post = ana.api("POST", f"/threads/{thread}/posts", {"kind": "answer", "body": "So"}).json["id"]
    page = ana.api("POST", "/communities/ops/pages", {"title": "How", "body": "So"}).json["id"]
    return {
        "ask": ("/ask", "/ask", {"community": "ops"}),
        "share": ("/share", "/share", {"community": "ops", "kind": "tip"}),
        "answer": (f"/t/{thread}", f"/t/{thread}/answers", {}),
        "comment": (f"/t/{thread}", f"/t/{thread}/comments", {}),
        "edit": (f"/posts/{post}/edit", f"/posts/{post}/edit", {}),
        "describe": (f"/t/{thread}/edit", f"/t/{thread}/edit", {"title": "Why?"}),
        "write": ("/write", "/write", {"community": "ops", "title": "T", "kind": "howto"}),
        "revise": (f"/w/{page}/edit", f"/w/{page}/edit", {"title": "How", "kind": "howto", "base_revision": "1"}),
    }  # fmt: skip


BOXES = ("ask", "share", "answer", "comment", "edit", "describe", "write", "revise")


@pytest.mark.parametrize("box", BOXES)
def test_each_box_takes_a_picture(as_, cast, kind, box) -> None:
    ana = as_(cast.ana)
    shown, path, more = composers(ana)[box]
    form = ana.get(shown, follow_redirects=True).text
    assert re.search(
        r'<form[^>]*enctype="multipart/form-data"[^>]*>(?:(?!</form>).)*name="picture"', form, re.DOTALL
    )
    act = {"act": "look" if box in ("ask", "share") else "preview"}
    looked = send(ana, path, picture(), body="The lamp is red", **more, **act)
    assert looked.status_code == 200, looked.text[-500:]
    text = text_of(looked)
    assert re.fullmatch(rf"The lamp is red\n\n!\[picture\]\({ADDRESS.pattern}\)", text)
    assert f'<img src="{ADDRESS.search(text)[0]}" alt="picture"' in looked.text
    assert "Say what the picture shows" in looked.text
    done = send(ana, path, body=text.replace("![picture]", "![a red lamp]"), **more)
    assert done.status_code == 303, done.text[-500:]
    page = ana.get(done.headers["Location"], follow_redirects=True).text
    assert 'alt="a red lamp" width="40" height="30" loading="lazy" decoding="async"' in page
    assert number_of(Upload) == 1


@pytest.mark.parametrize("box", BOXES)
def test_it_may_be_sent_at_once(as_, cast, kind, box) -> None:
    ana = as_(cast.ana)
    _, path, more = composers(ana)[box]
    done = send(ana, path, picture(), body="The lamp is red", **more)
    assert done.status_code == 303, done.text[-500:]
    page = ana.get(done.headers["Location"], follow_redirects=True).text
    assert ADDRESS.search(page)
    assert as_(cast.ben).get(ADDRESS.search(page)[0]).status_code == 200


@pytest.mark.parametrize("box", BOXES)
def test_what_is_no_picture_is_said_beside_it_and_the_text_is_still_there(as_, cast, kind, box) -> None:
    ana = as_(cast.ana)
    _, path, more = composers(ana)[box]
    before = (number_of(Thread), number_of(Post), number_of(Page))
    for act in ({}, {"act": "preview"}):
        answer = send(ana, path, b"%PDF-1.7", body="The lamp is red", **more, **act)
        assert answer.status_code == 422
        assert text_of(answer) == "The lamp is red"
        assert f'id="picture-problem" role="alert">{html.escape(REASONS["document"])}' in answer.text
        assert 'aria-invalid="true" aria-describedby="picture-problem"' in answer.text
    assert (number_of(Thread), number_of(Post), number_of(Page)) == before
    assert number_of(Upload) == 0


def test_a_photo_alone_will_do(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    done = send(ana, "/share", picture(), body="", community="ops")
    assert done.status_code == 303
    shown = ana.get(done.headers["Location"]).text
    assert "<h1>picture</h1>" in shown
    assert ADDRESS.search(shown)


def test_the_same_form_sent_twice_makes_one_text(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    both = [send(ana, "/ask", picture(), body="The lamp is red", community="ops") for _ in range(2)]
    assert both[0].headers["Location"] == both[1].headers["Location"]
    assert (number_of(Thread), number_of(Upload)) == (1, 1)


def test_a_form_without_a_picture_is_as_before(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    thread = asked(ana, "Why?")
    done = send(ana, f"/t/{thread}/answers", body="So")
    assert done.status_code == 303
    assert number_of(Upload) == 0


def test_who_may_not_write_there_leaves_no_picture(as_, cast, kind) -> None:
    """Whether one may is asked before anything is looked at."""
    thread = asked(as_(cast.ana), "Why?", "audit")
    answer = send(as_(cast.eve), f"/t/{thread}/answers", picture(), body="So")
    assert answer.status_code == 404
    assert number_of(Upload) == 0


def test_a_far_too_large_one_is_said_to_be_a_picture(as_, cast, kind, monkeypatch) -> None:
    monkeypatch.setattr(receiving, "ROOM", 1_500_000)
    answer = send(as_(cast.ana), "/ask", b"x" * 2_000_000, body="The lamp is red", community="ops")
    assert answer.status_code == 413
    assert "at most 25 megabytes" in answer.text
    assert "still in your browser" in answer.text


def test_signed_out_nobody_sends_any(client, cast, kind) -> None:
    answer = sent(client, "/ask", {"picture": chosen(picture()), "body": "x"})
    assert answer.status_code == 303
    assert number_of(Upload) == 0
