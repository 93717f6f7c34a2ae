"""How far one has read a thread: moved by what was on screen, told to nobody else, silent where one may not look."""

from __future__ import annotations

import pytest

from tests.community.following.scene import answered, asked

pytestmark = pytest.mark.postgresql


def read(client, thread: str, number: int, act: str = "read"):
    """As the script sends it."""
    headers = {"X-CSRF-Token": client.token}
    return client.http.post(f"/t/{thread}/{act}", json={"number": number}, headers=headers)


@pytest.fixture
def thread(as_, cast) -> str:
    """Ana's, with answers 2 to 5 by Ben."""
    id_ = asked(as_(cast.ana), "Export fails")
    ben = as_(cast.ben)
    for number in range(2, 6):
        answered(ben, id_, f"Way {number}")
    return id_


def test_what_came_since_is_new(as_, cast, thread, kind) -> None:
    carla = as_(cast.carla)
    path = f"/t/{thread}-export-fails"
    assert "New since" not in carla.get(path).text, "who was never here finds nothing new"
    assert read(carla, thread, 3).status_code == 204
    shown = carla.get(path).text
    assert "New since you were here (2)" in shown
    assert shown.index('id="p3"') < shown.index('id="new"') < shown.index('id="p4"')
    assert "2 new" in carla.get("/c/ops/threads").text
    assert "2 new" in carla.get("/").text
    read(carla, thread, 5)
    assert "New since" not in carla.get(path).text
    assert " new</a>" not in carla.get("/c/ops/threads").text


def test_opening_marks_nothing(as_, cast, thread, kind) -> None:
    carla = as_(cast.carla)
    read(carla, thread, 2)
    for path in (
        f"/t/{thread}-export-fails",
        f"/t/{thread}/last",
        f"/t/{thread}/unread",
        f"/t/{thread}-export-fails/5",
    ):
        carla.get(path, follow_redirects=True)
    assert "New since you were here (3)" in carla.get(f"/t/{thread}-export-fails").text


def test_a_mark_only_rises_and_never_beyond_the_end(as_, cast, thread, kind) -> None:
    carla = as_(cast.carla)
    read(carla, thread, 9_000)
    read(carla, thread, 2)
    answered(as_(cast.ben), thread)
    assert "New since you were here (1)" in carla.get(f"/t/{thread}-export-fails").text


def test_unread_from_here_by_the_form(as_, cast, thread, kind) -> None:
    carla = as_(cast.carla)
    read(carla, thread, 5)
    sent = carla.post(f"/t/{thread}/unread", {"number": "3"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/t/{thread}-export-fails/3#p3")
    shown = carla.get(f"/t/{thread}-export-fails").text
    assert "New since you were here (3)" in shown
    assert f'formaction="/t/{thread}/read" name="number" value="5"' in shown
    assert carla.post(f"/t/{thread}/read", {"number": "5"}).status_code == 303
    assert "New since" not in carla.get(f"/t/{thread}-export-fails").text


def test_ones_own_posts_and_deleted_ones_are_no_news(as_, cast, thread, kind) -> None:
    carla, ben = as_(cast.carla), as_(cast.ben)
    read(carla, thread, 5)
    answered(carla, thread)
    gone = answered(ben, thread)
    ben.api("DELETE", f"/posts/{gone}")
    assert "New since" not in carla.get(f"/t/{thread}-export-fails").text
    answered(ben, thread)
    assert "New since you were here (1)" in carla.get(f"/t/{thread}-export-fails").text


def test_nobody_else_sees_it(as_, cast, thread, kind) -> None:
    eve = as_(cast.eve)
    before = eve.get("/c/ops/threads").text
    read(as_(cast.carla), thread, 3)
    assert eve.get("/c/ops/threads").text.count(" new</a>") == before.count(" new</a>") == 0
    assert "New since" not in eve.get(f"/t/{thread}-export-fails").text


def test_what_one_may_not_read_is_missing(as_, cast, kind) -> None:
    hidden = asked(as_(cast.ana), "Secret sprocket", cast.den.slug)
    eve = as_(cast.eve)
    for ref in (hidden, "aaaaaaaaaaaa"):
        answers = [read(eve, ref, 2), read(eve, ref, 2, "unread")]
        answers += [
            eve.get(f"/t/{ref}/{place}") for place in ("first", "unread", "worked", "last", "number?n=2")
        ]
        assert {one.status_code for one in answers} == {404}
    assert read(eve, hidden, 1).data == read(eve, "aaaaaaaaaaaa", 1).data


def test_a_mark_falls_silent_where_a_thread_was_narrowed(as_, cast, thread, kind) -> None:
    eve = as_(cast.eve)
    read(eve, thread, 3)
    assert "2 new" in eve.get("/").text
    assert as_(cast.dev).api("PATCH", "/communities/ops", {"visibility": "closed"}).status_code == 200
    assert " new</a>" not in eve.get("/").text
    assert read(eve, thread, 4).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "99999999999"])
def test_what_is_no_number_is_refused(as_, cast, thread, kind, number) -> None:
    assert as_(cast.carla).post(f"/t/{thread}/read", {"number": number}).status_code == 422


def test_a_mark_needs_the_forms_token(as_, cast, thread, kind) -> None:
    answer = as_(cast.carla).http.post(f"/t/{thread}/read", json={"number": 3})
    assert answer.status_code == 403


def test_reading_costs_no_query_more(as_, cast, thread, count_queries, kind) -> None:
    carla = as_(cast.carla)
    for path in (f"/t/{thread}-export-fails", "/c/ops/threads"):
        costs = []
        for number in (None, 3):
            if number:
                read(carla, thread, number)
            carla.get(path)
            with count_queries() as asked_of_it:
                carla.get(path)
            costs.append(len(asked_of_it))
        assert costs[0] == costs[1]
        within = [one for one in asked_of_it if "read_mark" in one]
        assert len(within) == 1, "counted by the very select of the thread, or of the list"
        assert "FROM thread JOIN community" in within[0]
