"""Every error says what happened, what is safe and what to do now; also where there is no database to ask."""

from __future__ import annotations

import re

import pytest

from community.access.doors import no_permission
from community.core import errors
from community.core.errors import FreshSignInNeeded, MovedOn, NotSignedIn, ThroughwayError
from community.core.session import end_session, use

# Those that lead on by themselves: to the sign-in, or to the present address.
LEAD_ON = (NotSignedIn, FreshSignInNeeded, MovedOn)
EVERY = [
    one
    for one in vars(errors).values()
    if isinstance(one, type) and issubclass(one, ThroughwayError) and one not in LEAD_ON
]


@pytest.fixture
def failing(app):
    """The application with a door that fails in the way its address says."""

    @no_permission("of this test")
    def fail(name: str) -> None:
        raise getattr(errors, name)

    app.add_url_rule("/fails/<name>", "fails", fail, methods=["GET", "POST"])
    return app


@pytest.mark.parametrize("error", EVERY, ids=lambda one: one.__name__)
def test_each_says_what_is_safe_and_what_to_do_next(failing, as_, cast, error) -> None:
    ana = as_(cast.ana)
    ana.get("/settings")
    headers = {"Referer": "http://localhost/ask"}
    for answer in (
        ana.get(f"/fails/{error.__name__}"),
        ana.post(f"/fails/{error.__name__}", {"body": "Words", "password": "secret one"}, headers=headers),
    ):
        assert answer.status_code == error.status
        main = answer.text.split('<main id="content"')[1].split("</main>")[0]
        assert 'href="/"' in main
        assert 'href="/search"' in main
        sentences = re.findall(r"<p[^>]*>([^<]+)</p>", main)
        assert len([one for one in sentences if one.strip().endswith((".", "?"))]) >= 1
        assert "csrf_token" not in main
        assert "secret one" not in answer.text
    if error.status not in (404, 410):
        assert "Words</textarea>" in answer.text
        assert 'href="/ask">Open the page anew' in main


def test_a_stale_form_s_text_is_shown_again(as_, cast) -> None:
    ana = as_(cast.ana)
    ana.get("/ask")
    refused = ana.http.post("/ask", data={"body": "Why <b>?", "csrf_token": "an old one"})
    assert refused.status_code == 403
    assert "Why &lt;b&gt;?</textarea>" in refused.text
    assert "Nothing was changed" in refused.text


def test_without_a_database_there_is_still_a_page(app, client) -> None:
    app.testing = False
    end_session()
    use(None)
    for answer in (client.http.get("/people?q=x"), client.http.post("/ask", data={"body": "Words"})):
        assert answer.status_code == 500
        assert "This is our mistake" in answer.text
        assert "Home</a>" in answer.text
    assert "Words</textarea>" in answer.text


def test_what_is_missing_has_no_token_in_its_page(as_, cast) -> None:
    ana = as_(cast.ana)
    shown = ana.get("/t/nothinghere1")
    assert shown.status_code == 404
    assert "csrf_token" not in shown.text
    assert "ask" in shown.text
