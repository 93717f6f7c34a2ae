"""Another mail address: both mailboxes say yes, or nothing changes; a taken one looks like a free one."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app import create_app
from community.access import standing
from community.core import outbox
from community.core.clock import now
from community.core.errors import Gone, ThroughwayError
from community.core.session import end_session, session
from community.people.sign_in.actions import address
from community.people.sign_in.drafts import AddressDraft
from models import AddressChange, OneTimeLink, Person
from tests.cast import PASSWORD, make_person
from tests.mailbox import link_in, mails, text_of

from .address_scene import NEW, address_of, ask, open_link

pytestmark = pytest.mark.postgresql

SHOWN = re.compile(r"<main.*</main>", re.DOTALL)


def test_nothing_changes_until_both_mailboxes_have_said_yes(as_, client, cast, mailbox, kind) -> None:
    ana = as_(cast.ana)
    assert ask(ana).headers["Location"] == "/settings/address"
    found = mailbox()
    assert set(found) == {"ana@acme.test", NEW}
    shown = ana.get("/settings/address").text
    assert NEW in shown
    assert shown.count("not yet") == 2
    assert open_link(client, found["ana@acme.test"]) == 200
    assert address_of(cast.ana) == "ana@acme.test"
    assert ana.get("/settings/address").text.count("not yet") == 1
    assert open_link(client, found[NEW]) == 200
    assert address_of(cast.ana) == NEW
    shown = ana.get("/settings/address").text
    assert "under way" not in shown
    assert NEW in shown
    client.get("/sign-in")
    assert client.post("/sign-in", {"email": "ana@acme.test", "password": PASSWORD}).status_code == 422
    assert client.post("/sign-in", {"email": NEW, "password": PASSWORD}).status_code == 303


def test_the_order_is_anybody_s(as_, client, cast, mailbox, kind) -> None:
    ask(as_(cast.ana))
    found = mailbox()
    assert open_link(client, found[NEW]) == 200
    assert address_of(cast.ana) == "ana@acme.test"
    assert open_link(client, found["ana@acme.test"]) == 200
    assert address_of(cast.ana) == NEW


def test_looking_at_a_link_does_nothing_and_one_works_once(as_, client, cast, mailbox, kind) -> None:
    ask(as_(cast.ana))
    found = mailbox()
    for path in found.values():
        for _ in range(2):
            assert client.get(path).status_code == 200
    assert not session().scalars(select(AddressChange.old_said_yes_at)).one()
    for path in found.values():
        assert open_link(client, path) == 200
        assert client.post(path).status_code == 410
        assert client.get(path).status_code == 410


def test_one_mailbox_alone_cannot_say_yes_twice(as_, client, cast, mailbox, kind) -> None:
    """Asked for again, the earlier links are void: what the one mailbox had said counts no more."""
    ana = as_(cast.ana)
    ask(ana)
    first = mailbox()
    assert open_link(client, first["ana@acme.test"]) == 200
    ask(ana, "another@acme.test")
    second = mailbox()
    assert client.post(first[NEW]).status_code == 410
    assert open_link(client, second["another@acme.test"]) == 200
    assert address_of(cast.ana) == "ana@acme.test"
    assert open_link(client, second["ana@acme.test"]) == 200
    assert address_of(cast.ana) == "another@acme.test"


def test_the_links_are_over_after_a_day(as_, client, cast, mailbox, kind) -> None:
    ana = as_(cast.ana)
    ask(ana)
    found = mailbox()
    client.get(found[NEW])
    with time_machine.travel(now() + timedelta(hours=23, minutes=55)):
        assert client.post(found[NEW]).status_code == 200
    with time_machine.travel(now() + timedelta(hours=24, minutes=5)):
        assert client.post(found["ana@acme.test"]).status_code == 410
        assert "under way" not in ana.get("/settings/address").text
    assert address_of(cast.ana) == "ana@acme.test"


def test_after_ten_minutes_the_password_is_asked_again(as_, cast, mailbox, kind) -> None:
    ana = as_(cast.ana)
    ana.get("/settings/address/new")
    with time_machine.travel(now() + timedelta(minutes=11)):
        for answer in (ana.get("/settings/address/new"), ana.post("/settings/address/new", {"email": NEW})):
            assert answer.headers["Location"].startswith("/sign-in/again?next=/")
        assert ana.get("/settings/address").status_code == 200
    assert not mailbox()
    assert not session().scalars(select(AddressChange)).all()


# Of somebody else


def test_a_taken_address_is_answered_like_a_free_one(as_, client, cast, settings, kind) -> None:
    """Page, answer, the mail to the old address, the state afterwards, and how many statements it took."""
    said, told, statements = {}, {}, {}
    for person, new in ((cast.ana, "free@acme.test"), (cast.ben, cast.carla.email)):
        one = as_(person)
        answer = ask(one, new)
        pages = [one.get(path).text for path in ("/settings/address", "/settings/address/new")]
        client.get("/sign-in")
        mail = [m for m in mails(settings) if m["To"] == person.email][-1]
        old_link = link_in(mail)
        pages += [client.get(old_link).text, client.post(old_link).text, one.get("/settings/address").text]
        shown = "\n".join(SHOWN.search(text).group() for text in pages)
        said[person.handle] = (answer.status_code, answer.headers["Location"], masked(shown, person, new))
        told[person.handle] = masked(text_of(mail), person, new)
        statements[person.handle] = session().scalar(
            select(func.count()).select_from(OneTimeLink).where(OneTimeLink.person_id == person.id)
        )
    assert said["ana"] == said["ben"]
    assert told["ana"] == told["ben"]
    assert statements["ana"] == statements["ben"]
    (to_carla,) = [mail for mail in mails(settings) if mail["To"] == cast.carla.email]
    assert "You have an account" in to_carla["Subject"]
    assert "Ben" not in text_of(to_carla) + text_of(to_carla, "html")
    assert "/address/" not in text_of(to_carla)
    assert (address_of(cast.ben), address_of(cast.carla)) == ("ben@acme.test", "carla@acme.test")


def masked(text: str, person: Person, new: str) -> str:
    for said in (person.email, new, person.name, person.handle):
        text = text.replace(said, "…")
    text = re.sub(r'name="csrf_token" value="[^"]+"', "", text)
    return re.sub(r"/address/[\w=-]{20,}|<relative-time.*?</relative-time>", "…", text)


def test_one_that_is_taken_meanwhile_stays_whose_it_is(as_, client, cast, mailbox, kind) -> None:
    ask(as_(cast.ana))
    found = mailbox()
    open_link(client, found["ana@acme.test"])
    make_person("Newcomer", email=NEW)
    assert client.post(found[NEW]).status_code == 410
    assert address_of(cast.ana) == "ana@acme.test"


def test_of_two_who_ask_for_one_address_whoever_says_yes_first_has_it(
    as_, client, cast, mailbox, kind
) -> None:
    ask(as_(cast.ana))
    first = mailbox()
    ask(as_(cast.ben))
    second = mailbox()
    open_link(client, first["ana@acme.test"])
    open_link(client, second["ben@acme.test"])
    assert open_link(client, second[NEW]) == 200
    assert client.post(first[NEW]).status_code == 410
    assert (address_of(cast.ana), address_of(cast.ben)) == ("ana@acme.test", NEW)


# All at once


@pytest.mark.committing
@pytest.mark.timeout(120)
def test_of_twenty_presses_at_once_one_counts(fresh_database, settings, kind) -> None:
    create_app(settings)
    people = [make_person("Ana"), make_person("Ben")]
    ids = [person.id for person in people]
    links = {}
    for person in people:
        address.ask_change(standing.of_person(person.id, fresh_at=now()), person, AddressDraft(email=NEW))
        outbox.drain()
        new = [mail for mail in mails(settings) if mail["To"] == NEW]
        links[person.id] = link_in(new[-1]).rsplit("/", 1)[1]
        old = next(mail for mail in mails(settings) if mail["To"] == person.email)
        address.say_yes(link_in(old).rsplit("/", 1)[1])
    end_session()
    done: list[str] = []
    wrong: list[BaseException] = []

    def press(id_: str) -> None:
        try:
            address.say_yes(links[id_])
            done.append(id_)
        except Gone:
            pass
        except ThroughwayError as error:
            wrong.append(error)
        finally:
            end_session()

    threads = [threading.Thread(target=press, args=(ids[n % 2],)) for n in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not wrong
    assert len(done) == 1
    owners = session().execute(select(Person.id, Person.email)).all()
    assert dict(tuple(row) for row in owners)[done[0]] == NEW
    assert len({row.email for row in owners}) == 2
