"""The API's contract, call by call: solutions, outcomes, same problem, same as, waiting, written up.

Every answer is held against its description besides (tests/described.py).
"""

from __future__ import annotations

import pytest

from tests.interfaces.acts import ask, reply, solved

pytestmark = pytest.mark.postgresql


def test_solutions(as_, cast, kind) -> None:
    ana, ben, carla = as_(cast.ana), as_(cast.ben), as_(cast.carla)
    thread, other = ask(ana), ask(ana, "Another")
    post, elsewhere = reply(ben, thread), reply(ben, other)
    path = f"/threads/{thread['id']}/solutions"
    accepted = ana.api("PUT", f"{path}/{post['id']}", {})
    assert accepted.status_code == 200
    solution = accepted.json["solution"]
    assert set(solution) == {"post", "kind", "cause", "good_enough", "by", "at"}
    assert (solution["post"], solution["kind"], solution["by"]["handle"]) == (post["id"], "workaround", "ana")
    assert ana.api("PUT", f"{path}/{post['id']}").json["solutions"] == [solution]
    settled = carla.api("PUT", f"{path}/{post['id']}", {"good_enough": True, "cause": "A flap"}).json[
        "solution"
    ]
    assert (settled["good_enough"], settled["kind"], settled["cause"]) == (True, "fix", "A flap")
    assert ana.api("PUT", f"{path}/{elsewhere['id']}", {}).status_code == 404
    assert ana.api("DELETE", f"{path}/{elsewhere['id']}").status_code == 404
    assert ana.api("DELETE", f"{path}/{post['id']}").status_code == 204


def test_in_a_tip_the_solution_is_its_own_id(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    tip = ask(ana, "Press F5 first", kind="tip")
    assert (tip["state"], tip["solution"]["post"]) == ("solved", tip["id"])
    said = ben.api("PUT", f"/threads/{tip['id']}/outcome", {"outcome": "worked"})
    assert said.json == {"worked": 1, "failed": 0, "unsafe": 0, "mine": "worked"}
    assert ben.api("DELETE", f"/threads/{tip['id']}/outcome").status_code == 204
    assert ana.api("PUT", f"/threads/{tip['id']}/solutions/{tip['id']}", {"cause": "c"}).status_code == 200
    roadblock = ask(ana)
    assert ben.api("PUT", f"/threads/{roadblock['id']}/outcome", {"outcome": "worked"}).status_code == 422


def test_outcomes(as_, cast, kind) -> None:
    ana, ben, eve = as_(cast.ana), as_(cast.ben), as_(cast.eve)
    thread, post = solved(ana, ben)
    shown = ana.api("GET", f"/threads/{thread['id']}").json
    assert (shown["state"], shown["solution"]["post"]) == ("solved", post["id"])
    assert shown["outcomes"] == {"worked": 1, "failed": 0, "unsafe": 0, "mine": None}
    path = f"/posts/{post['id']}/outcome"
    for saved in ("minutes", "half_hour", "hours", "day"):
        assert eve.api("PUT", path, {"outcome": "worked", "saved": saved, "note": "n"}).status_code == 200
    assert eve.api("PUT", path, {"outcome": "worked", "saved": "weeks"}).status_code == 422
    assert eve.api("PUT", path, {"outcome": "unsafe"}).status_code == 422
    warned = eve.api("PUT", path, {"outcome": "unsafe", "note": "It wipes the disk"}).json
    assert warned == {"worked": 1, "failed": 0, "unsafe": 1, "mine": "unsafe"}
    assert ana.api("GET", f"/threads/{thread['id']}").json["state"] == "open"
    assert eve.api("DELETE", path).status_code == 204


def test_same_problem(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    thread = ask(ana)
    path = f"/threads/{thread['id']}/same-problem"
    assert eve.api("PUT", path).json == {"count": 1, "mine": True}
    assert eve.api("PUT", path).json == {"count": 1, "mine": True}
    assert ana.api("GET", f"/threads/{thread['id']}").json["same_problem"] == {"count": 1, "mine": False}
    assert eve.api("DELETE", path).status_code == 204


def test_same_as(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    other, _ = solved(ben, ana, body="The known one")
    thread = ask(ana)
    path = f"/threads/{thread['id']}/same-as"
    proposed = ben.api("PUT", path, {"thread": other["id"], "note": "Looks alike"})
    assert (proposed.status_code, proposed.json["same_as"]) == (200, None)
    confirmed = ana.api("PUT", path, {"thread": other["id"]}).json
    assert (confirmed["same_as"], confirmed["state"]) == (other["id"], "same_as")
    assert ana.api("DELETE", path).status_code == 204
    assert ana.api("GET", f"/threads/{thread['id']}").json["same_as"] is None
    assert ana.api("PUT", path, {"thread": "aaaaaaaaaaaa"}).status_code == 422
    assert ana.api("PUT", path, {"thread": thread["id"]}).status_code == 422


def test_waiting(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    thread = ask(ana)
    path = f"/threads/{thread['id']}/waiting"
    assert eve.api("PUT", path, {"on": "IT"}).status_code == 403
    waits = ana.api("PUT", path, {"on": "IT", "reference": "T-1"}).json
    assert (waits["state"], waits["waiting"]["on"], waits["waiting"]["reference"]) == ("waiting", "IT", "T-1")
    assert ana.api("DELETE", f"{path}?repaired=1").status_code == 204
    assert ana.api("GET", f"/threads/{thread['id']}").json["waiting"] is None
    assert ana.api("DELETE", path).status_code == 404


def test_promotion(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread, post = solved(ana, ben)
    path = f"/threads/{thread['id']}/promotion"
    answer = ana.api("POST", path, {"title": "Exports", "kind": "checklist"})
    page = answer.json
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/pages/{page['id']}")
    assert (page["title"], page["kind"]) == ("Exports", "checklist")
    source = page["provenance"][0]
    assert (source["thread"], source["post"]) == (thread["id"], post["id"])
    assert {one["handle"] for one in source["people"]} == {"ana", "ben"}
    shown = ana.api("GET", f"/threads/{thread['id']}").json
    assert (shown["state"], shown["pages"]) == (
        "written_up",
        [{"id": page["id"], "title": "Exports", "url": page["url"]}],
    )
    other, _ = solved(ana, ben, body="Another one")
    more = ana.api("POST", f"/threads/{other['id']}/promotion", {"page": page["id"]}).json
    assert (more["id"], len(more["provenance"])) == (page["id"], 2)
    assert ana.api("POST", f"/threads/{ask(ana, 'New')['id']}/promotion", {}).status_code in (409, 422)


def test_a_pages_calls(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    sent = {
        "title": "T",
        "body": "B",
        "kind": "clip",
        "success": "green",
        "topics": ["a"],
        "context": {"task": "x"},
    }
    page = ana.api("POST", "/communities/ops/pages", sent).json
    path = f"/pages/{page['id']}"
    again = {name: page[name] for name in ("title", "kind", "success", "topics", "context")}
    changed = ana.api("PUT", path, {**again, "body": "C", "base_revision": 1, "summary": "s", "minor": True})
    assert (changed.status_code, changed.json["revision"]) == (200, 2)
    assert ana.api("PUT", path, {"title": "T", "body": "C"}).status_code == 422
    assert ana.api("PUT", path, {"title": "T", "body": "C", "base_revision": 99}).status_code in (409, 422)
    versions = ana.api("GET", f"{path}/revisions").json["items"]
    assert [set(one) for one in versions] == [{"n", "title", "summary", "minor", "by", "at"}] * 2
    assert "body" in ana.api("GET", f"{path}/revisions/2").json
    assert ana.api("GET", f"{path}/revisions/0").status_code == 404
    assert ana.api("GET", f"{path}/diff/1/2").json["added"] == 1
