"""Who runs the network: appointed, dismissed, and never nobody; and the tokens that they may end."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from app import create_app
from community.access import standing
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.errors import Conflict, Denied
from community.core.session import end_session, session
from community.people.actions import offices
from community.people.actions import standing as of_accounts
from community.people.actions.tokens import make_token
from community.people.drafts import SuspensionDraft, TokenDraft
from models import ApiToken, Appointment, EventRow, Person
from tests.cast import PASSWORD, make_person

pytestmark = pytest.mark.postgresql


def appoint(client, handle: str):
    client.get("/admin/administrators")
    return client.post("/admin/administrators", {"handle": handle})


def holders() -> set[str]:
    wanted = select(Person.handle).join(Appointment, Appointment.person_id == Person.id)
    return set(session().scalars(wanted))


@pytest.mark.parametrize("said", ["ben", "@Ben", "ben@acme.test"])
def test_somebody_is_appointed_and_signs_in_anew(as_, cast, said, kind) -> None:
    ben, root = as_(cast.ben), as_(cast.admin)
    assert ben.get("/admin").status_code == 403
    assert appoint(root, said).status_code == 303
    shown = root.get("/admin/administrators").text
    assert "Ben runs the network, too" in shown
    assert "appointed by Root" in shown
    assert ben.get("/settings").status_code == 303
    assert as_(cast.ben).get("/admin/administrators").status_code == 200


def test_somebody_is_dismissed_at_once(as_, cast, kind) -> None:
    root = as_(cast.admin)
    appoint(root, "ben")
    ben = as_(cast.ben)
    assert ben.get("/admin").status_code == 200
    assert root.post("/admin/administrators/ben/dismiss").headers["Location"] == "/admin/administrators"
    for path in ("/admin", "/admin/people", "/admin/administrators"):
        assert ben.get(path).status_code == 403
    assert ben.get("/settings").status_code == 200
    assert holders() == {"root"}
    assert root.post("/admin/administrators/ben/dismiss").status_code == 409


def test_the_last_one_stays(as_, cast, kind) -> None:
    root = as_(cast.admin)
    assert "Step down" not in root.get("/admin/administrators").text
    assert root.post("/admin/administrators/root/dismiss").status_code == 409
    appoint(root, "ben")
    with unit_of_work():
        session().execute(
            update(Person).where(Person.handle == "ben").values(suspended_until=now() + timedelta(days=1))
        )
    assert root.post("/admin/administrators/root/dismiss").status_code == 409, "who is shut out runs nothing"
    with unit_of_work():
        session().execute(update(Person).where(Person.handle == "ben").values(suspended_until=None))
    answer = root.post("/admin/administrators/root/dismiss")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings")
    assert root.get("/admin").status_code == 403
    assert holders() == {"ben"}


def test_nobody_else_gets_there(as_, client, cast, kind) -> None:
    for person in (cast.ana, cast.dev):
        one = as_(person)
        one.get("/settings")
        assert one.get("/admin/administrators").status_code == 403
        assert one.post("/admin/administrators", {"handle": "ana"}).status_code == 403
        assert one.post("/admin/administrators/root/dismiss").status_code == 403
    assert client.get("/admin/administrators").status_code == 303
    assert holders() == {"root"}


def test_the_password_is_asked_again_before(as_, cast, kind) -> None:
    root = as_(cast.admin)
    root.get("/admin")
    with time_machine.travel(now() + timedelta(minutes=11)):
        for answer in (
            root.get("/admin/administrators"),
            root.post("/admin/administrators", {"handle": "ben"}),
            root.post("/admin/administrators/root/dismiss"),
        ):
            assert answer.headers["Location"].startswith("/sign-in/again")
        root.post("/sign-in/again", {"password": PASSWORD, "next": "/admin/administrators"})
        assert root.get("/admin/administrators").status_code == 200
    assert holders() == {"root"}


def test_a_token_of_an_administrator_s_appoints_nobody(app, client, cast, kind) -> None:
    fresh = standing.of_person(cast.admin.id, fresh_at=now())
    token = make_token(fresh, session().get_one(Person, cast.admin.id), TokenDraft(scope="admin"))
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.http.post("/admin/administrators", data={"handle": "ben"}, headers=headers)
    assert answer.status_code == 403
    assert holders() == {"root"}


@pytest.mark.parametrize(
    "who", ["nobody-here", "", "x" * 300, "root", "una", "imported", "ended", "%", "a/b"]
)
def test_who_cannot_be_appointed_is_said_beside_the_field(as_, cast, who, kind) -> None:
    make_person("Una", email_confirmed_at=None)
    make_person("Imported", email=None, email_confirmed_at=None, password_hash=None)
    make_person("Ended", deactivated_at=now())
    again = appoint(as_(cast.admin), who)
    assert again.status_code == 422
    assert 'id="handle-problem"' in again.text
    assert holders() == {"root"}


def test_acts_are_written_down_with_who_did_them(as_, cast, kind) -> None:
    root = as_(cast.admin)
    appoint(root, "ben")
    root.post("/admin/administrators/ben/dismiss")
    kinds = ("AdministratorAppointed", "AdministratorDismissed")
    said = session().scalars(select(EventRow).where(EventRow.type.in_(kinds)).order_by(EventRow.id)).all()
    assert [one.type for one in said] == list(kinds)
    assert all(one.data == {"person_id": cast.ben.id, "actor_id": cast.admin.id} for one in said)


@pytest.mark.committing
@pytest.mark.timeout(120)
@pytest.mark.parametrize("how", ["dismiss", "suspend", "both"])
def test_two_who_send_each_other_away_at_once_leave_one(fresh_database, settings, how, kind) -> None:
    create_app(settings)
    one, two = make_person("One"), make_person("Two")
    with unit_of_work():
        session().add_all(Appointment(person_id=p.id, office="administrator", at=now()) for p in (one, two))
    pairs = [(one.id, two.id), (two.id, one.id)]
    end_session()
    together = threading.Barrier(2)
    done: list[str] = []
    wrong: list[BaseException] = []

    def send_away(actor: str, person: str, way: str) -> None:
        try:
            viewer, whom = standing.of_person(actor, fresh_at=now()), session().get_one(Person, person)
            together.wait(10)
            if way == "dismiss":
                offices.dismiss(viewer, whom)
            else:
                of_accounts.suspend(viewer, whom, SuspensionDraft(days=1, because="x"))
            done.append(person)
        except (Conflict, Denied):
            pass
        except BaseException as error:  # noqa: BLE001  told by the test's own thread
            wrong.append(error)
        finally:
            end_session()

    ways = {"dismiss": ("dismiss",) * 2, "suspend": ("suspend",) * 2, "both": ("dismiss", "suspend")}[how]
    threads = [
        threading.Thread(target=send_away, args=(*pair, way)) for pair, way in zip(pairs, ways, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong
    assert len(done) == 1
    left = [id_ for id_ in (one.id, two.id) if standing.of_person(id_).is_administrator]
    assert len(left) == 1


def test_administrators_end_somebody_s_tokens_and_see_them_nowhere(as_, client, cast, kind) -> None:
    dev, root = as_(cast.dev), as_(cast.admin)
    fresh = standing.of_person(cast.ben.id, fresh_at=now())
    token = make_token(fresh, session().get_one(Person, cast.ben.id), TokenDraft(name="<i>backup"))
    id_ = session().scalars(select(ApiToken.id)).one()
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.http.get("/api/v1/me", headers=bearer).status_code == 200
    dev.get("/settings")
    assert dev.post(f"/admin/people/ben/tokens/{id_}/revoke").status_code == 403
    shown = root.get("/admin/people/ben").text
    assert "&lt;i&gt;backup" in shown
    assert token not in shown
    assert root.post(f"/admin/people/ana/tokens/{id_}/revoke").status_code == 404
    assert root.post(f"/admin/people/ben/tokens/{id_}/revoke").status_code == 303
    assert client.http.get("/api/v1/me", headers=bearer).status_code == 401
    assert "backup" not in root.get("/admin/people/ben").text
