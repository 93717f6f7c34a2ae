"""Floods are stopped; a newcomer inside their own roadblock is not."""

from __future__ import annotations

import time

import pytest

from app import create_app
from community.core import limits
from tests.client import Client


@pytest.fixture
def limited(settings, cast):
    """The app with the limits on."""
    limits.forget()
    app = create_app(settings.model_copy(update={"limits": "on"}))
    yield lambda person: Client(app).signed_in_as(person)
    limits.forget()


def test_twenty_questions_an_hour_and_the_text_stays(limited, cast) -> None:
    ana = limited(cast.ana)
    for n in range(20):
        assert ana.post("/ask", {"body": f"Question {n}", "community": "ops"}).status_code == 303
    refused = ana.post("/ask", {"body": "One too many", "community": "ops"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "One too many" in refused.text


def test_sixty_posts_elsewhere_but_no_end_in_ones_own_roadblock(limited, cast) -> None:
    ana, ben = limited(cast.ana), limited(cast.ben)
    path = ana.post("/ask", {"body": "Why?", "community": "ops"}).headers["Location"].split("-")[0]
    for n in range(60):
        assert ben.post(f"{path}/comments", {"body": f"Maybe {n}"}).status_code == 303
    refused = ben.post(f"{path}/comments", {"body": "Maybe more"})
    assert refused.status_code == 429
    assert "Maybe more</textarea>" in refused.text
    written = 0
    for n in range(300):  # only the flood bound of ten a second may hold one back for a moment
        if ana.post(f"{path}/comments", {"body": f"No {n}"}).status_code == 303:
            written += 1
        else:
            time.sleep(0.2)
        if written > 60:
            return
    pytest.fail(f"held back after {written}")
