"""Another mail address that is given up, mistyped, or asked for too often."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from community.access import standing
from community.core import limits
from community.core.session import session
from community.people.sign_in.actions import passwords
from community.people.sign_in.drafts import PasswordDraft
from models import AddressChange, EventRow, OneTimeLink, Person
from tests.cast import PASSWORD
from tests.client import Client
from tests.mailbox import link_in, mails

from .address_scene import NEW, address_of, ask, open_link

pytestmark = pytest.mark.postgresql


# Given up


@pytest.mark.parametrize("by", ["the page", "a new password", "a forgotten password", "the account's end"])
def test_what_is_given_up_does_not_come_about(as_, client, cast, mailbox, settings, by, kind) -> None:
    ana = as_(cast.ana)
    ask(ana)
    found = mailbox()
    open_link(client, found[NEW])
    if by == "the page":
        assert ana.post("/settings/address/withdraw").status_code == 303
        assert "under way" not in ana.get("/settings/address").text
    elif by == "a new password":
        ana.post("/settings/password", {"present": PASSWORD, "password": "another long one"})
    elif by == "a forgotten password":
        client.post("/reset", {"email": cast.ana.email})
        reset = link_in(mails(settings)[-1])
        client.get(reset)
        assert client.post(reset, {"password": "another long one"}).status_code == 303
        client = Client(client.app)
        client.get("/sign-in")
    else:
        root = as_(cast.admin)
        root.get("/admin/people/ana")
        assert root.post("/admin/people/ana/end").status_code == 303
    assert client.post(found["ana@acme.test"]).status_code == 410
    assert address_of(cast.ana) == "ana@acme.test"


def test_links_to_the_old_mailbox_are_void_afterwards(as_, client, cast, mailbox, settings, kind) -> None:
    client.get("/reset")
    client.post("/reset", {"email": cast.ana.email})
    reset = link_in(mails(settings)[-1])
    ask(as_(cast.ana))
    for path in mailbox().values():
        open_link(client, path)
    assert address_of(cast.ana) == NEW
    assert client.get(reset).status_code == 410


# Bad input


@pytest.mark.parametrize(
    "typed",
    ["", "no address", "a@b@c", "x" * 300 + "@acme.test", "a@acme.test, b@acme.test", "\x00@acme.test"],
)
def test_what_is_no_address_is_said_beside_the_field(as_, cast, mailbox, typed, kind) -> None:
    again = ask(as_(cast.ana), typed)
    assert again.status_code == 422
    assert 'id="email-problem"' in again.text
    assert not mailbox()


def test_one_s_own_is_no_other(as_, cast, mailbox, kind) -> None:
    again = ask(as_(cast.ana), " ANA@acme.test ")
    assert again.status_code == 422
    assert "your address already" in again.text
    assert not mailbox()


def test_two_at_once_are_one(as_, cast, mailbox, kind) -> None:
    """A form with the field twice: a link goes to nobody but whoever is shown on the page."""
    ana = as_(cast.ana)
    ana.get("/settings/address/new")
    form = {"email": [NEW, "eve@acme.test"], "csrf_token": ana.token}
    answer = ana.http.post("/settings/address/new", data=form)
    wanted = session().scalars(select(AddressChange.new)).all()
    assert set(mailbox()) == ({"ana@acme.test", *wanted} if answer.status_code == 303 else set())


@pytest.mark.parametrize("secret", ["nonsense", "x" * 500, "%00", "%F0%9F%94%91"])
def test_a_link_that_was_never_given_is_gone(client, cast, secret, kind) -> None:
    client.get("/sign-in")
    assert client.get(f"/address/{secret}").status_code in (404, 410)
    assert client.post(f"/address/{secret}").status_code in (404, 410)


def test_a_link_of_another_kind_says_nothing(as_, client, cast, settings, kind) -> None:
    client.get("/reset")
    client.post("/reset", {"email": cast.ana.email})
    secret = link_in(mails(settings)[-1]).rsplit("/", 1)[1]
    assert client.post(f"/address/{secret}").status_code == 410
    ask(as_(cast.ben))
    for mail in mails(settings)[-2:]:
        other = link_in(mail).rsplit("/", 1)[1]
        assert client.get(f"/reset/{other}").status_code == 410
        assert client.get(f"/confirm/{other}").status_code == 410


def test_only_hashes_of_the_secrets_are_kept(as_, cast, mailbox, kind) -> None:
    ask(as_(cast.ana))
    rows = session().scalars(select(OneTimeLink)).all()
    kept = " ".join(f"{row.id} {row.hash}" for row in rows)
    assert all(path.rsplit("/", 1)[1] not in kept for path in mailbox().values())
    assert len(rows) == 2


def test_three_an_hour_and_the_typed_address_stays(as_, cast, app, settings, kind) -> None:
    limits.forget()
    settings.limits = "on"
    ana = as_(cast.ana)
    for number in range(3):
        assert ask(ana, f"n{number}@acme.test").status_code == 303
    refused = ask(ana, NEW)
    assert refused.status_code == 429
    assert f'value="{NEW}"' in refused.text
    limits.forget()


def test_it_is_an_event_that_names_nobody_else(as_, client, cast, mailbox, kind) -> None:
    ask(as_(cast.ana))
    before = session().scalar(select(func.max(EventRow.id)))
    for path in mailbox().values():
        open_link(client, path)
    said = session().scalars(select(EventRow).where(EventRow.id > before)).all()
    assert [(one.type, one.data) for one in said] == [
        ("PersonChanged", {"person_id": cast.ana.id, "actor_id": cast.ana.id})
    ]


def test_a_password_changed_in_between_ends_it(as_, cast, mailbox, kind) -> None:
    """Also where the action is called by something else than the page."""
    ana = as_(cast.ana)
    ask(ana)
    person = session().get_one(Person, cast.ana.id)
    passwords.change_password(
        standing.of_person(person.id), person, PasswordDraft(password="a long enough one")
    )
    assert not mailbox(), "links that are void do not leave"
