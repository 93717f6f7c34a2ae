"""What administrators do about people: let in, shut out, end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.access import standing
from community.core.clock import now
from community.core.session import session
from community.people.actions.tokens import make_token
from community.people.drafts import TokenDraft
from models import Appointment, Person
from tests.cast import PASSWORD
from tests.mailbox import link_in, mails

pytestmark = pytest.mark.postgresql


def test_somebody_is_let_in_and_chooses_a_password_by_mail(as_, client, cast, settings, kind) -> None:
    root = as_(cast.admin)
    root.get("/admin/people")
    form = {"name": "Wei <i>", "email": "Wei@acme.test"}
    shown = root.post("/admin/people", form)
    listed = root.get("/admin/people").text
    assert "wei@acme.test" in listed
    assert "has not chosen a password yet" in listed
    (mail,) = mails(settings)
    path = link_in(mail)
    assert path in shown.text
    client.get(path)
    assert client.post(path, {"password": "a long enough one"}).status_code == 303
    assert "Hello, Wei &lt;i&gt;." in client.get("/").text
    twice = root.post("/admin/people", form)
    assert twice.status_code == 422
    assert "There is an account" in twice.text
    assert 'value="Wei@acme.test"' in twice.text


def test_nobody_else_gets_there(as_, client, cast, kind) -> None:
    for person in (cast.ana, cast.dev):
        one = as_(person)
        one.get("/settings")
        for path in ("/admin", "/admin/people", "/admin/people/ben"):
            assert one.get(path).status_code == 403
        for path in (
            "/admin/people",
            "/admin/people/ben/suspend",
            "/admin/people/ben/let-in",
            "/admin/people/ben/end",
        ):
            assert one.post(path, {"days": "bad"}).status_code == 403
    assert client.get("/admin/people").status_code == 303


def test_a_suspension_is_told_at_sign_in_and_ends_everything_at_once(as_, client, cast, kind) -> None:
    ben = as_(cast.ben)
    viewer = standing.of_person(cast.ben.id, fresh_at=now())
    token = make_token(viewer, session().get(Person, cast.ben.id), TokenDraft(name="x"))
    root = as_(cast.admin)
    root.get("/admin/people/ben")
    bad = root.post("/admin/people/ben/suspend", {"days": "0", "because": ""})
    assert bad.status_code == 422
    answer = root.post("/admin/people/ben/suspend", {"days": "3", "because": "Sold <b>things</b>"})
    assert answer.status_code == 303
    assert ben.get("/settings").status_code == 303
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.http.get("/api/v1/me", headers=bearer).status_code == 401
    client.get("/sign-in")
    told = client.post("/sign-in", {"email": cast.ben.email, "password": PASSWORD})
    assert told.status_code == 403
    assert "Sold &lt;b&gt;things&lt;/b&gt;" in told.text
    assert "relative-time" in told.text
    assert cast.admin.email in told.text
    unknown = client.post("/sign-in", {"email": cast.ben.email, "password": "no"})
    assert "Sold" not in unknown.text
    assert root.post("/admin/people/ben/let-in").status_code == 303
    assert client.post("/sign-in", {"email": cast.ben.email, "password": PASSWORD}).status_code == 303
    assert client.http.get("/api/v1/me", headers=bearer).status_code == 401


def test_an_ended_account_never_signs_in_again(as_, client, cast, kind) -> None:
    ben, root = as_(cast.ben), as_(cast.admin)
    root.get("/admin/people/ben")
    assert root.post("/admin/people/ben/end").status_code == 303
    assert ben.get("/settings").status_code == 303
    client.get("/sign-in")
    assert client.post("/sign-in", {"email": cast.ben.email, "password": PASSWORD}).status_code == 422
    assert "no longer here" in as_(cast.ana).get("/people/ben").text
    assert "/people/ben" not in as_(cast.ana).get("/people").text
    assert root.post("/admin/people/ben/end").status_code == 409


def test_the_last_administrator_stays(as_, cast, kind) -> None:
    root = as_(cast.admin)
    root.get("/admin/people/root")
    assert root.post("/admin/people/root/end").status_code == 409
    assert root.post("/admin/people/root/suspend", {"days": "1", "because": "x"}).status_code == 409
    session().add(Appointment(person_id=cast.ana.id, office="administrator", at=now()))
    session().commit()
    ana = as_(cast.ana)
    ana.get("/admin/people/root")
    assert ana.post("/admin/people/root/end").status_code == 303
    assert session().scalars(select(Person.deactivated_at).where(Person.handle == "root")).one() is not None
