"""Addresses that lead to a place in a thread, and change nothing; a page that changed since one read it."""

from __future__ import annotations

import pytest

from tests.community.following.scene import answered, asked, written

from .test_marks import read

pytestmark = pytest.mark.postgresql


@pytest.fixture
def thread(as_, cast) -> str:
    """Ana's, with answers 2 to 45 by Ben: two pages."""
    id_ = asked(as_(cast.ana), "Export fails")
    ben = as_(cast.ben)
    for number in range(2, 46):
        answered(ben, id_, f"Way {number}")
    return id_


def test_where_one_is_led(as_, cast, thread, kind) -> None:
    carla = as_(cast.carla)
    path = f"/t/{thread}-export-fails"

    def leads(place: str) -> str:
        answer = carla.get(f"/t/{thread}/{place}")
        assert answer.status_code == 303, place
        return answer.headers["Location"].removeprefix(path)

    assert [leads(one) for one in ("first", "unread", "worked", "last")] == ["", "", "#worked", "/45#p45"]
    read(carla, thread, 41)
    assert leads("unread") == "/42#p42"
    read(carla, thread, 45)
    assert leads("unread") == "/45#p45"
    assert [leads(f"number?n={n}") for n in ("7", "%2344", "4000", "0", "1")] == [
        "/7#p7",
        "/44#p44",
        "/45#p45",
        "",
        "",
    ]
    for wrong in ("", "x", "-1", "%C2%B2", "12345678"):
        assert carla.get(f"/t/{thread}/number?n={wrong}").status_code == 404


def test_a_number_leads_to_its_page_and_place(as_, cast, thread, kind) -> None:
    carla = as_(cast.carla)
    moved = carla.get(f"/t/{thread}/43")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/t/{thread}-export-fails/43#p43")
    shown = carla.get(f"/t/{thread}-export-fails/43").text
    assert 'id="p43"' in shown
    assert 'id="p41"' not in shown
    assert f'<a rel="prev" href="/t/{thread}-export-fails?page=1">' in shown
    assert '<a rel="next"' not in shown
    first = carla.get(f"/t/{thread}-export-fails").text
    assert f'<a rel="next" href="/t/{thread}-export-fails?page=2">' in first
    for stop in ("#p10", "#p20", "#p30", f"/t/{thread}-export-fails/45#p45"):
        assert f'href="{stop}"' in first, stop


def test_a_page_that_changed_since_one_read_it(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    page = written(ana, "Backup plan")

    def change(client, base: int) -> None:
        content = {"title": "Backup plan", "body": f"Words {base}", "base_revision": base}
        assert client.api("PUT", f"/pages/{page}", content).status_code == 200

    path = f"/w/{page}-backup-plan"
    change(ana, 1)
    assert "Changed since" not in ben.get(path).text, "who has not read it finds nothing changed"
    sent = ben.post(f"/w/{page}/read", {"number": "2"})
    assert (sent.status_code, sent.headers["Location"]) == (303, path)
    change(ana, 2)
    change(ana, 3)
    shown = ben.get(path).text
    assert "Changed since you read it" in shown
    assert f"/w/{page}/diff/2..4" in shown
    assert ben.get(f"/w/{page}/diff/2..4").status_code == 200
    ben.post(f"/w/{page}/read", {"number": "4"})
    change(ben, 4)
    assert "Changed since" not in ben.get(path).text, "what one changed oneself is no news"
    hidden = written(ana, "Den", cast.den.slug)
    assert as_(cast.eve).post(f"/w/{hidden}/read", {"number": "1"}).status_code == 404
