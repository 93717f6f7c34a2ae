"""The good day, as far as threads go: asked, answered, it worked, the cause is written."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.postgresql


def path_of(answer) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def ask(client, text: str, **fields: str) -> str:
    return path_of(client.post("/ask", {"body": text, **fields}))


def test_ask_answer_it_worked_and_the_cause(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    path = ask(ana, "The export stops with E07. What now?", community="ops")
    shown = ana.get(path)
    assert "<h1>The export stops with E07.</h1>" in shown.text
    assert "Open" in shown.text
    answered = path_of(ben.post(path.split("-")[0] + "/answers", {"body": "Open flap **B** first."}))
    assert answered.endswith("/2#p2")
    shown = ana.get(answered.split("#")[0])
    assert "<strong>B</strong>" in shown.text
    assert "Answered" in shown.text
    post = re.search(r'action="/posts/(\w{12})/outcome"', shown.text).group(1)
    path_of(ana.post(f"/posts/{post}/outcome", {"outcome": "worked"}))
    shown = ben.get(path)
    assert "What worked" in shown.text
    assert "Workaround" in shown.text
    path_of(ben.post(f"{path.split('-')[0]}/solutions/{post}/cause", {"cause": "The flap sensor sticks."}))
    assert "The flap sensor sticks." in ana.get(path).text


def test_an_empty_question_comes_back_with_a_sentence_and_its_other_fields(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    answer = ana.post("/ask", {"body": "  ", "title": "Printer <3>", "community": "ops"})
    assert answer.status_code == 422
    assert "Write something first" in answer.text or "This is missing" in answer.text
    assert "Printer &lt;3&gt;" in answer.text


def test_a_private_thread_is_a_missing_one_to_an_outsider(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    path = ask(ana, "Our secret stops working", community=cast.den.slug)
    assert ana.get(path).status_code == 200
    hidden, missing = eve.get(path), eve.get("/t/aaaaaaaaaaaa")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.data == missing.data
    base = path.split("-")[0]
    for act in ("answers", "comments", "same-problem", "closing", "deletion", "waiting"):
        assert eve.post(f"{base}/{act}", {"body": "x"}).status_code == 404
    assert "secret" not in eve.get("/").text


def test_wrong_or_unsafe_warns_at_once_and_opens_again(as_, cast, kind) -> None:
    ana, ben, carla = as_(cast.ana), as_(cast.ben), as_(cast.carla)
    path = ask(ana, "The backup fails", community="ops")
    ben.post(path.split("-")[0] + "/answers", {"body": "Delete everything"})
    post = re.search(r'action="/posts/(\w{12})/outcome"', ana.get(path).text).group(1)
    ana.post(f"/posts/{post}/outcome", {"outcome": "worked"})
    assert "Solved" in ana.get(path).text
    asked = carla.post(f"/posts/{post}/outcome", {"outcome": "unsafe"})
    assert asked.status_code == 422
    carla.post(f"/posts/{post}/outcome", {"outcome": "unsafe", "note": "it overwrites the newer dump"})
    shown = ben.get(path)
    assert "Said to be wrong or unsafe" in shown.text
    assert "it overwrites the newer dump" in shown.text
    assert "state-open" in shown.text
    assert ben.post(f"/posts/{post}/warning/lifting", {"word": "fine"}).status_code == 403
    path_of(carla.post(f"/posts/{post}/warning/lifting", {"word": "looked at it"}))
    assert "state-solved" in ben.get(path).text


def test_same_problem_waiting_closing_and_deleting(as_, cast, kind) -> None:
    ana, ben, carla = as_(cast.ana), as_(cast.ben), as_(cast.carla)
    path = ask(ana, "The printer is broken", community="ops")
    base = path.split("-")[0]
    path_of(ben.post(f"{base}/same-problem"))
    assert "1 other has this problem" in ana.get(path).text
    path_of(ana.post(f"{base}/waiting", {"on": "the print team", "reference": "4711"}))
    assert "Waiting for the print team" in ben.get(path).text
    path_of(ana.post(f"{base}/waiting/end", {"act": "repaired"}))
    path_of(carla.post(f"{base}/closing", {"note": "no longer used"}))
    assert "no longer used" in ben.get(path).text
    path_of(ben.post(f"{base}/comments", {"body": "It is used"}))
    assert "state-open" in ben.get(path).text
    assert ana.post(f"{base}/deletion").status_code == 409
    assert carla.post(f"{base}/deletion").status_code == 200
    assert ben.get(path).status_code == 410
    path_of(carla.post(f"{base}/restoration"))
    assert ben.get(path).status_code == 200


def test_same_as_needs_the_askers_word(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    first, second = (
        ask(ben, "Export fails with E07", community="ops"),
        ask(ana, "Export broken", community="ops"),
    )
    path_of(ben.post(second.split("-")[0] + "/same-as", {"thread": first}))
    shown = ana.get(second)
    assert "Good news" in shown.text
    assert "state-open" in shown.text
    path_of(ana.post(second.split("-")[0] + "/same-as", {"thread": first}))
    assert "state-same_as" in ben.get(second).text


def test_without_a_name_stays_so(as_, cast, kind) -> None:
    ana, ben, admin = as_(cast.ana), as_(cast.ben), as_(cast.admin)
    path = ask(ana, "A question I am ashamed of", community="ops", anonymous="1")
    ana.post(path.split("-")[0] + "/comments", {"body": "more about it"})
    for somebody in (ben, admin):
        for where in (path, "/", "/c/ops/threads"):
            text = somebody.get(where).text.replace("ana@acme.test", "")
            assert ">Ana<" not in text
            assert "/people/ana" not in text
    assert "you, without your name" in ana.get(path).text


def test_a_form_sent_twice_does_it_once(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    path = ask(ana, "Once only", community="ops")
    assert ask(ana, "Once only", community="ops") == path
    base = path.split("-")[0]
    first = ben.post(f"{base}/answers", {"body": "Try B"})
    assert path_of(first) == path_of(ben.post(f"{base}/answers", {"body": "Try B"}))
    assert path_of(ben.post(f"{base}/comments", {"body": "Try B"})) != path_of(first)


def test_it_goes_where_the_page_said_and_nowhere_else(as_, cast, kind) -> None:
    dev, ana = as_(cast.dev), as_(cast.ana)
    for n in range(2):
        ask(dev, f"Export {n} fails", community="ops", topics="export")
    ask(ana, "A word among us", community=cast.den.slug)
    shown = re.search(r'name="shown" value="([^"]+)"', ana.get("/ask").text).group(1)
    assert shown == cast.den.slug
    path = ask(ana, "The export of our secret fails", shown=shown)
    assert as_(cast.eve).get(path).status_code == 404
    better = ana.get("/placement?body=the+export+fails").text
    assert 'value="ops"' in better
    looked = ana.post("/ask", {"body": "the export fails", "act": "look", "shown": shown})
    assert 'name="shown" value="ops"' in looked.text
