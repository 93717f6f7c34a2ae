"""How much somebody may add: a hundred an hour, a gigabyte a day; hardly any bound inside one's own roadblock."""

from __future__ import annotations

import pytest

from app import create_app
from community.core import limits
from community.core.errors import TooSoon
from community.core.limits import spend
from community.core.settings import use
from tests.client import Client
from tests.pictures import chosen, picture, sent, upload, uploaded

from .scene import asked


@pytest.fixture
def limited(app, settings, cast):
    """Ana, where limits hold, who has added her hundred; Ben, who has not."""
    tight = create_app(settings.model_copy(update={"limits": "on"}))
    limits.forget()
    ana = Client(tight).signed_in_as(cast.ana)
    for _ in range(100):
        spend(cast.viewer(cast.ana), "upload")
    yield ana, Client(tight).signed_in_as(cast.ben)
    limits.forget()
    use(settings)


def test_a_hundred_an_hour(limited) -> None:
    ana, ben = limited
    answer = upload(ana)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 3_000
    assert upload(ben).status_code == 201


def test_in_a_form_it_is_said_above_it_and_the_text_is_still_there(limited) -> None:
    ana, _ = limited
    form = {
        "picture": chosen(picture()),
        "csrf_token": ana.token,
        "body": "The lamp is red",
        "community": "ops",
    }
    answer = sent(ana, "/ask", form)
    assert answer.status_code == 429
    assert "The lamp is red</textarea>" in answer.text


def test_nobody_who_is_stuck_is_slowed_down(limited) -> None:
    ana, ben = limited
    own, other = asked(ana, "Why?"), asked(ben, "How?")
    assert upload(ana, thread=own).status_code == 201
    form = {"picture": chosen(picture()), "csrf_token": ana.token, "body": "And this"}
    assert sent(ana, f"/t/{own}/comments", form).status_code == 303
    for elsewhere in (other, "a2a2a2a2a2a2", ""):
        assert upload(ana, thread=elsewhere).status_code == 429


def test_a_gigabyte_a_day(limited, cast) -> None:
    _, ben = limited
    uploaded(ben)
    viewer = cast.viewer(cast.ben)
    spend(viewer, "upload_size", cost=10_239)
    with pytest.raises(TooSoon):
        spend(viewer, "upload_size")
    assert upload(ben).status_code == 429
