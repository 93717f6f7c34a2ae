"""One's own settings: profile, password, sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from community.core.clock import now
from community.core.session import session
from community.people.sign_in import seen
from models import Person, SignInSession
from tests.cast import PASSWORD

pytestmark = pytest.mark.postgresql

PROFILE = {"name": "Ana Ø", "about": "I know *restores*.", "locale": "de", "time_zone": "Europe/Berlin"}


def test_the_profile_is_changed_and_shown(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    ana.get("/settings")
    assert ana.post("/settings", PROFILE).headers["Location"] == "/settings"
    assert "Saved" in ana.get("/settings").text
    shown = as_(cast.ben).get("/people/ana").text
    assert "Ana Ø" in shown
    assert "<em>restores</em>" in shown
    person = session().get(Person, cast.ana.id)
    assert (person.locale, person.time_zone, person.handle) == ("de", "Europe/Berlin", "ana")


def test_a_preview_saves_nothing_and_keeps_the_text(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    ana.get("/settings")
    about = "**bold** <img src=x onerror=alert(1)>"
    shown = ana.post("/settings", {**PROFILE, "about": about, "act": "preview"})
    assert shown.status_code == 200
    assert "<strong>bold</strong>" in shown.text
    assert "<img src=x" not in shown.text
    assert "**bold** &lt;img" in shown.text
    assert session().get(Person, cast.ana.id).about == ""


def test_bad_input_is_shown_beside_its_field(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    ana.get("/settings")
    wrong = {"name": " \u202e ", "about": "kept", "locale": "tlh", "time_zone": "../etc/passwd"}
    again = ana.post("/settings", wrong)
    assert again.status_code == 422
    assert "Write something first" in again.text
    assert "This time zone is not known" in again.text
    assert ">kept</textarea>" in again.text
    assert ana.post("/settings", {**PROFILE, "about": "x" * 10_001}).status_code == 422
    assert ana.post("/settings", {**PROFILE, "handle": "root"}).status_code == 422


def test_the_password_is_changed_and_other_sessions_end(as_, cast, kind) -> None:
    ana, elsewhere = as_(cast.ana), as_(cast.ana)
    ana.get("/settings/password")
    wrong = ana.post("/settings/password", {"present": "no", "password": "another long one"})
    assert wrong.status_code == 422
    assert "This is not your password" in wrong.text
    answer = ana.post("/settings/password", {"present": PASSWORD, "password": "another long one"})
    assert answer.status_code == 303
    assert ana.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 303


def test_sessions_are_listed_with_their_device_and_ended(as_, cast, kind) -> None:
    ana, phone = as_(cast.ana), as_(cast.ana)
    agent = "Mozilla/5.0 (Android 14; Mobile) Gecko/133.0 Firefox/133.0 <b>"
    rows = session().scalars(select(SignInSession).order_by(SignInSession.created_at)).all()
    rows[1].device = agent
    session().commit()
    shown = ana.get("/settings/sessions").text
    assert "Firefox · Android" in shown
    assert shown.count("last used") == 1
    assert ana.post(f"/settings/sessions/{rows[1].id}/end").status_code == 303
    assert phone.get("/settings").status_code == 303
    assert ana.post(f"/settings/sessions/{rows[1].id}/end").status_code == 404


def test_nobody_ends_somebody_else_s_session(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    row = session().scalars(select(SignInSession).where(SignInSession.person_id == cast.ana.id)).one()
    ben.get("/settings/sessions")
    assert ben.post(f"/settings/sessions/{row.id}/end").status_code == 404
    assert ana.get("/settings").status_code == 200


def test_signing_out_everywhere_else_keeps_only_this_one(as_, cast, kind) -> None:
    ana, phone, tablet = as_(cast.ana), as_(cast.ana), as_(cast.ana)
    ana.get("/settings/sessions")
    assert ana.post("/settings/sessions/end-others").status_code == 303
    assert [one.get("/settings").status_code for one in (ana, phone, tablet)] == [200, 303, 303]


def test_last_seen_is_kept_at_most_every_five_minutes(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    row = session().scalars(select(SignInSession)).one()
    began = row.seen_at
    ana.get("/settings")
    assert session().scalars(select(SignInSession.seen_at)).one() == began
    seen._kept.clear()
    with time_machine.travel(now() + timedelta(minutes=6)):
        ana.get("/settings")
    session().rollback()
    assert session().scalars(select(SignInSession.seen_at)).one() > began + timedelta(minutes=5)


def test_signing_in_again_replaces_this_browser_s_session(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    first = ana.http.get_cookie("throughway").value
    ana.signed_in_as(cast.ana)
    open_ones = select(SignInSession).where(SignInSession.ended_at.is_(None))
    assert len(session().scalars(open_ones).all()) == 1
    ana.http.set_cookie("throughway", first)
    assert ana.get("/settings").status_code == 303


def test_signed_out_nothing_of_it_is_there(client, cast, kind) -> None:
    for path in ("/settings", "/settings/password", "/settings/sessions", "/settings/tokens", "/people"):
        assert client.get(path).headers["Location"].startswith("/sign-in")
