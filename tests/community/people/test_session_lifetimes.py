"""How long a sign-in lasts: fourteen days unused, thirty in all, and what keeping that costs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from community.access import standing
from community.access.standing import IDLE
from community.core.clock import now
from community.core.session import session
from community.people.sign_in import seen
from community.people.sign_in.actions.sessions import LASTS
from models import SignInSession
from tests.client import Client

pytestmark = pytest.mark.postgresql

MINUTE = timedelta(minutes=1)


def status(client: Client, at: datetime) -> int:
    """What the settings answer at that time."""
    seen._kept.clear()
    with time_machine.travel(at):
        return client.get("/settings").status_code


def test_what_lies_unused_for_two_weeks_is_over(as_, cast, kind) -> None:
    ana, phone, began = as_(cast.ana), as_(cast.ana), now()
    assert timedelta(days=14) == IDLE < LASTS == timedelta(days=30)
    assert status(ana, began + IDLE - MINUTE) == 200
    assert status(phone, began + IDLE + MINUTE) == 303


def test_what_is_used_lasts_a_month_and_no_longer(as_, cast, kind) -> None:
    ana, began = as_(cast.ana), now()
    for day in (10, 20, 29):
        assert status(ana, began + timedelta(days=day)) == 200
    assert status(ana, began + LASTS + MINUTE) == 303


def test_being_used_is_what_counts_not_being_there(as_, cast, kind) -> None:
    ana, phone, began = as_(cast.ana), as_(cast.ana), now()
    for day in (7, 13):
        assert status(ana, began + timedelta(days=day)) == 200
    assert status(phone, began + timedelta(days=15)) == 303
    with time_machine.travel(began + timedelta(days=15)):
        assert ana.get("/settings/sessions").text.count('/end"') == 1


def test_it_is_over_wherever_it_is_asked(as_, cast, kind) -> None:
    as_(cast.ana)
    id_ = session().scalars(select(SignInSession.id)).one()
    assert standing.of_session(id_).is_signed_in
    for later in (IDLE, LASTS):
        with time_machine.travel(now() + later + MINUTE):
            assert not standing.of_session(id_).person_id


def test_whoever_signs_in_again_begins_anew(as_, cast, kind) -> None:
    ana, later = as_(cast.ana), now() + IDLE + MINUTE
    with time_machine.travel(later):
        ana.signed_in_as(cast.ana)
        assert ana.get("/settings").status_code == 200
    assert status(ana, later + timedelta(days=13)) == 200


def test_requests_write_nothing_to_the_session_until_five_minutes_are_over(
    as_, cast, count_queries, monkeypatch, kind
) -> None:
    ana = as_(cast.ana)
    with count_queries() as asked:
        for _ in range(10):
            ana.get("/settings")
    assert not [said for said in asked if said.startswith("UPDATE sign_in_session")]
    ticks = seen.time.monotonic()
    monkeypatch.setattr(seen.time, "monotonic", lambda: ticks + seen.EVERY_SECONDS + 1)
    with count_queries() as asked:
        for _ in range(10):
            ana.get("/settings")
    assert len([said for said in asked if said.startswith("UPDATE sign_in_session")]) == 1
