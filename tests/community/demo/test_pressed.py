"""The demo by a press on a page: made piece by piece, gone on with where it stopped, taken away."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from community.core.clock import now
from community.core.session import session
from community.core.settings import in_use
from community.demo import routes
from models import Appointment, Community, Person
from tests.cast import make_person
from tests.client import Client
from tests.community.demo.conftest import new_site

pytestmark = [pytest.mark.committing, pytest.mark.timeout(600)]


def an_administrator() -> Person:
    """Somebody who runs the network."""
    root = make_person("Root")
    session().add(Appointment(person_id=root.id, office="administrator", at=now()))
    session().commit()
    return root


def test_it_is_made_in_pieces_and_taken_away(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(routes, "PIECE_SECONDS", 0.2)
    with new_site("sqlite", tmp_path / "home") as site:
        assert site.run("--remove").exit_code == 0  # brings the database to head
        with site.opened() as app:
            root = Client(app).signed_in_as(an_administrator())
            assert "Fill in the demo" in root.get("/admin/demo").text
            pressed = 0
            while "The demo is here." not in root.get("/admin/demo").text:
                answer = root.post("/admin/demo", {"next": "/first-run/people"})
                assert answer.headers["Location"] == "/admin/demo?going=on&next=/first-run/people"
                pressed += 1
            assert pressed > 1
            assert in_use().limits == "off"
            assert session().scalar(select(func.count()).select_from(Community)) == 6
            shown = root.get("/admin/demo?going=on&next=/first-run/people").text
            assert 'href="/first-run/people"' in shown
            path = "/reset/" + root.post("/admin/demo/person").text.split("/reset/")[1].split('"')[0]
            assert Client(app).get(path).status_code == 200
            assert root.post("/admin/demo/removal").headers["Location"] == "/admin/demo"
            assert "The demo is gone." in root.get("/admin/demo").text
            assert session().scalar(select(func.count()).select_from(Person)) == 1
