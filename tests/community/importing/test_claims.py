"""'Is this you?': an imported profile becomes the person's whose it is, and everything written under it with it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.core.action import unit_of_work
from community.core.clock import now
from community.core.outbox import drain
from community.core.session import end_session, session
from models import Appointment, Evidence, Person, Post, ProfileClaim, SignInSession, Thread
from tests.cast import make_person

from .newer import grow

pytestmark = pytest.mark.postgresql


@pytest.fixture
def scene(bring_in, garden, cast, as_):
    """The garden is in; Eve is the Ada who asked about beans."""
    bring_in(garden)
    drain()
    end_session()
    return as_


def the(handle: str) -> Person:
    return session().scalars(select(Person).where(Person.handle == handle)).one()


def the_claim() -> ProfileClaim:
    return session().scalars(select(ProfileClaim)).one()


def ask(client, handle: str = "ada", word: str = "I have put your name into my profile there"):
    answer = client.post(f"/people/{handle}/claim", {"word": word})
    end_session()
    return answer


def approve(client):
    answer = client.post(f"/admin/claims/{the_claim().id}/approval")
    end_session()
    drain()
    end_session()
    return answer


def test_somebody_asks_is_believed_and_everything_is_theirs(scene, cast, kind) -> None:
    eve, admin = scene(cast.eve), scene(cast.admin)
    ada = the("ada").id
    theirs = select(func.count()).select_from(Thread).where(Thread.author_id == ada)
    assert session().scalar(theirs) == 2
    shown = eve.get("/people/ada").text
    assert "Is this you?" in shown
    assert 'href="/people/ada/claim"' in shown
    assert "How may they know that it is you?" in eve.get("/people/ada/claim").text
    assert ask(eve).headers["Location"] == "/people/ada"
    drain()
    assert "those who run the network decide" in eve.get("/people/ada").text
    inbox = admin.get("/inbox").text
    assert re.search(r">Ada[^<]*</button>\s*<p>Somebody says that this profile is theirs", inbox)
    assert "1 waits for a decision" in admin.get("/admin").text
    assert "I have put your name into my profile there" in admin.get(f"/admin/claims/{the_claim().id}").text
    assert approve(admin).headers["Location"] == "/admin/claims"
    assert session().scalar(theirs) == 0
    assert session().scalar(select(func.count()).select_from(Post).where(Post.author_id == ada)) == 0
    assert (
        session().scalar(select(func.count()).select_from(Thread).where(Thread.author_id == cast.eve.id)) == 2
    )
    assert re.search(r">Ada[^<]*</button>\s*<p>It is yours now", eve.get("/inbox").text)
    moved = eve.get("/people/ada")
    assert (moved.status_code, moved.headers["Location"]) == (303, "/people/eve")
    profile = eve.get("/people/eve").text
    assert "https://garden.stackexchange.com/users/7" in profile
    assert "Has written elsewhere as" in profile


def test_the_claimer_has_an_authors_rights_and_name_everywhere(scene, cast, kind) -> None:
    ask(scene(cast.eve))
    approve(scene(cast.admin))
    eve = scene(cast.eve)
    beans = session().scalars(select(Thread.id).where(Thread.title == "Why do my beans wilt?")).one()
    shown = eve.get(f"/t/{beans}", follow_redirects=True).text
    assert re.search(r'asked by <a href="/people/eve">Eve</a>', shown)
    assert 'by <a href="https://garden.stackexchange.com/users/7"' in shown, (
        "the original author's address stays"
    )
    assert '/people/ada"' not in shown
    post = (
        session().scalars(select(Post.id).where(Post.author_id == cast.eve.id, Post.kind == "answer")).first()
    )
    assert eve.post(f"/posts/{post}/edit", {"body": "Water them at dawn."}).status_code == 303
    assert "Why do my beans wilt?" in eve.get("/search?q=by:eve+beans").text
    assert "Why do my beans wilt?" not in eve.get("/search?q=by:ada+beans").text
    known = session().execute(select(Evidence.person_id, Evidence.kind).distinct()).all()
    assert known == [(cast.eve.id, "solution")], "an accepted answer shows what its author knows"


def test_what_comes_in_later_is_theirs_too(
    scene, bring_in, garden, write, make_question, make_answer, cast, kind
) -> None:
    ask(scene(cast.eve))
    approve(scene(cast.admin))
    before = session().scalar(select(func.count()).select_from(Person))
    bring_in(grow(garden, write, make_question, make_answer))
    latest = session().scalars(select(Post).where(Post.body == "That was it")).one()
    assert latest.author_id == cast.eve.id
    assert session().scalar(select(func.count()).select_from(Person)) == before + 1
    bring_in(garden, "other")
    owners = set(session().scalars(select(Thread.author_id)))
    assert cast.eve.id in owners
    assert session().scalars(select(Person.id).where(Person.handle == "ada")).one() not in owners


def test_declined_with_a_reason_that_is_told(scene, cast, kind) -> None:
    eve, admin = scene(cast.eve), scene(cast.admin)
    ask(eve)
    id_ = the_claim().id
    empty = admin.post(f"/admin/claims/{id_}/decline", {"because": ""})
    assert empty.status_code == 422
    assert 'id="because-problem"' in empty.text
    assert admin.post(f"/admin/claims/{id_}/decline", {"because": "Ada was here"}).status_code == 303
    end_session()
    drain()
    assert re.search(r">Ada[^<]*</button>\s*<p>It was not given to you", eve.get("/inbox").text)
    assert "it was declined: Ada was here" in eve.get("/people/ada").text
    assert ask(eve).status_code == 409, "not at once"
    with unit_of_work():
        the_claim().decided_at = now() - timedelta(days=15)
    assert "This is me" in eve.get("/people/ada").text
    assert ask(eve).status_code == 303
    assert session().scalar(select(func.count()).select_from(ProfileClaim)) == 2


def test_said_twice_is_one_request_and_it_can_be_taken_back(scene, cast, kind) -> None:
    eve = scene(cast.eve)
    assert [ask(eve).status_code for _ in range(2)] == [303, 303]
    claim = the_claim()
    assert claim.decision == ""
    assert eve.post("/people/ada/claim/withdrawal").status_code == 303
    end_session()
    assert the_claim().decision == "withdrawn"
    assert approve(scene(cast.admin)).status_code == 409
    assert the("ada").claimed_by_id is None


def test_nothing_goes_to_an_account_that_has_ended(scene, cast, kind) -> None:
    ask(scene(cast.eve))
    with unit_of_work():
        session().get_one(Person, cast.eve.id).deactivated_at = now()
    assert approve(scene(cast.admin)).status_code == 409
    assert the("ada").claimed_by_id is None


@pytest.mark.parametrize("word", ["", "  ", "x" * 1_001])
def test_how_one_may_know_is_needed(scene, cast, word, kind) -> None:
    answer = ask(scene(cast.eve), word=word)
    assert answer.status_code == 422
    assert 'id="word-problem"' in answer.text
    assert word.strip() in answer.text


def test_of_two_one_gets_it_and_the_other_hears(scene, cast, kind) -> None:
    ask(scene(cast.eve))
    ask(scene(cast.ben))
    admin = scene(cast.admin)
    first, second = session().scalars(select(ProfileClaim.id).order_by(ProfileClaim.at)).all()
    assert admin.post(f"/admin/claims/{first}/approval").status_code == 303
    assert admin.post(f"/admin/claims/{second}/approval").status_code == 409
    end_session()
    assert the("ada").claimed_by_id == cast.eve.id
    ben = session().get_one(ProfileClaim, second)
    assert (ben.decision, ben.because) == ("declined", "It is somebody else's")


@pytest.mark.parametrize("handle", ["ben", "gone-since", "somebody"])
def test_only_what_was_brought_in_and_is_nobodys_can_be_claimed(scene, cast, handle, kind) -> None:
    if handle == "somebody":
        handle = session().scalars(select(Person.handle).where(Person.name == "Somebody")).one()
    elif handle == "gone-since":
        with unit_of_work():
            the("gone").deactivated_at = now()
        handle = "gone"
    eve = scene(cast.eve)
    assert ask(eve, handle).status_code == 409
    assert eve.get(f"/people/{handle}/claim").status_code == 409
    assert "Is this you?" not in eve.get(f"/people/{handle}").text


def test_a_sites_own_account_is_nobody(bring_in, write, make_question, cast, as_, kind) -> None:
    write("Users", {"Id": -1, "CreationDate": "2019-01-01T00:00:00", "DisplayName": "Community"})
    bring_in(write("Posts", make_question(1, OwnerUserId=-1)).parent)
    profile = session().scalars(select(Person).where(Person.name == "Community")).one()
    assert profile.origin == "https://garden.stackexchange.com/users/-1"
    assert ask(as_(cast.eve), profile.handle).status_code == 409


def test_nobody_else_decides_and_not_without_a_password_just_given(scene, cast, client, kind) -> None:
    ask(scene(cast.eve))
    id_ = the_claim().id
    for who in (cast.eve, cast.dev):
        other = scene(who)
        assert other.get("/admin/claims").status_code == 403
        assert other.get(f"/admin/claims/{id_}").status_code == 403
        assert other.post(f"/admin/claims/{id_}/approval").status_code == 403
        assert other.post("/admin/people/ada/link").status_code == 403
        assert "Make a link" not in other.get("/people/ada").text
    admin = scene(cast.admin)
    with unit_of_work():
        for one in session().scalars(select(SignInSession).where(SignInSession.person_id == cast.admin.id)):
            one.fresh_at = now() - timedelta(minutes=11)
    assert admin.get("/admin/claims").status_code == 200
    for answer in (admin.get(f"/admin/claims/{id_}"), admin.post(f"/admin/claims/{id_}/approval")):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in/again")
    end_session()
    assert the("ada").claimed_by_id is None
    assert client.get("/people/ada/claim").headers["Location"].startswith("/sign-in")


def test_who_runs_the_network_does_not_decide_about_themselves_where_somebody_else_can(
    scene, cast, kind
) -> None:
    admin = scene(cast.admin)
    second = make_person("Second Root")
    with unit_of_work():
        session().add(Appointment(person_id=second.id, office="administrator", at=now()))
    ask(admin)
    assert approve(admin).status_code == 409
    assert the("ada").claimed_by_id is None
    assert approve(scene(second)).status_code == 303
    assert the("ada").claimed_by_id == cast.admin.id
