"""`Idempotency-Key`: what is sent again, or twice at once, is done once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import create_app
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import end_session, session
from models import IdempotencyKey, Thread
from tests.cast import Cast
from tests.client import Client
from tests.pictures import chosen, picture

pytestmark = pytest.mark.postgresql

SENT = {"body": "Only once", "community": "ops"}
KEY = {"Idempotency-Key": "one"}


def opened(client: Client, sent=SENT, headers=KEY, path="/threads"):
    return client.api("POST", path, sent, headers=headers)


@pytest.mark.committing
def test_two_at_once_make_one_thread(fresh_database, settings, kind) -> None:
    app = create_app(settings)
    app.testing = True
    ana = Cast().ana
    clients = [Client(app).signed_in_as(session().merge(ana)) for _ in range(2)]
    for client in clients:
        assert client.token
    for attempt in range(5):
        start = threading.Barrier(2)
        answers = []

        def send(client, start=start, answers=answers, attempt=attempt) -> None:
            start.wait()
            sent = {**SENT, "body": f"Only once, {attempt}"}
            answers.append(opened(client, sent, {"Idempotency-Key": f"try {attempt}"}))
            end_session()

        threads = [threading.Thread(target=send, args=(client,)) for client in clients]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        made = [answer for answer in answers if answer.status_code == 201]
        assert sorted(answer.status_code for answer in answers) in ([201, 201], [201, 409])
        assert len({answer.json["id"] for answer in made}) == 1
        assert len(session().scalars(select(Thread.id)).all()) == attempt + 1
        end_session()
        sent = {**SENT, "body": f"Only once, {attempt}"}
        again = opened(clients[0], sent, {"Idempotency-Key": f"try {attempt}"})
        assert (again.status_code, again.data) == (201, made[0].data)


def test_what_went_wrong_may_be_sent_again(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    assert opened(ana, {"body": "", "community": "ops"}).status_code == 422
    assert opened(ana, {"body": "x", "community": "nowhere"}).status_code == 404
    made = opened(ana)
    assert made.status_code == 201
    assert opened(ana).json["id"] == made.json["id"]


def test_an_answer_that_was_lost_is_said_to_be_and_nothing_is_done_again(
    as_, cast, monkeypatch, kind
) -> None:
    from community.threads.api import threads

    ana = as_(cast.ana)
    _ = ana.token
    ana.app.testing = False
    ana.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(threads, "whole", lambda _id: 1 / 0)
    headers = {"X-CSRF-Token": ana.token, **KEY}
    failed = ana.http.post("/api/v1/threads", json=SENT, headers=headers)
    assert failed.status_code == 500
    assert failed.content_type == "application/problem+json"
    monkeypatch.undo()
    again = opened(ana)
    assert (again.status_code, again.json["type"]) == (409, "/problems/conflict")
    assert len(ana.api("GET", "/communities/ops/threads").json["items"]) == 1


def test_a_key_is_of_one_person_one_call_and_one_body(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    first = opened(ana).json
    assert opened(ben).json["id"] != first["id"]
    assert opened(ana, {**SENT, "body": "Another"}).status_code == 409
    answer = {"kind": "answer", "body": "x"}
    assert opened(ana, answer, path=f"/threads/{first['id']}/posts").status_code == 409


def test_a_key_is_kept_a_day(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    first = opened(ana).json
    with unit_of_work():
        session().execute(update(IdempotencyKey).values(at=now() - timedelta(hours=25)))
    again = opened(ana, {**SENT, "body": "Another day"})
    assert again.status_code == 201
    assert again.json["id"] != first["id"]


@pytest.mark.parametrize("key", ["x" * 101, "a\tb", "\u00ad"])
def test_a_strange_key_is_refused(as_, cast, key, kind) -> None:
    answer = opened(as_(cast.ana), headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "Idempotency-Key"


def test_a_picture_sent_again_is_kept_once(cast, as_, kind) -> None:
    ana = as_(cast.ana)

    def upload(data: bytes):
        headers = {**KEY, "X-CSRF-Token": ana.token}
        return ana.http.post("/api/v1/files", data={"file": chosen(data)}, headers=headers)

    first, again, other = upload(picture()), upload(picture()), upload(picture(colour="blue"))
    assert first.status_code == 201, first.text
    assert (again.status_code, again.data) == (201, first.data)
    assert other.status_code == 409
