"""`throughway demo`: what somebody finds who looks around in it."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import func, select

from community.core import outbox
from community.core.session import session
from models import (
    PAGE_KINDS,
    STATES,
    Community,
    Delivery,
    EventRow,
    Evidence,
    Membership,
    Notification,
    OneTimeLink,
    Owner,
    Page,
    PageRevision,
    Person,
    Post,
    SameProblem,
    Solution,
    StreamEvent,
    System,
    Task,
    Thread,
    Unfinished,
    Warned,
)
from tests.client import Client, token_of

pytestmark = [pytest.mark.postgresql, pytest.mark.committing, pytest.mark.timeout(600)]
MAIN = "mira@demo.example"


def number(*conditions) -> int:
    return session().scalar(select(func.count()).where(*conditions)) or 0


def test_there_is_one_of_everything(made, kind) -> None:
    with made.site.opened():
        assert set(session().scalars(select(Thread.state).where(Thread.kind == "roadblock"))) == set(STATES)
        kinds = {"roadblock", "discussion", "announcement", "tip"}
        assert set(session().scalars(select(Thread.kind))) == kinds
        assert set(session().scalars(select(Page.kind))) == set(PAGE_KINDS)
        assert set(session().scalars(select(Community.visibility))) == {"open", "closed", "private"}
        solved = select(Solution.cause != "", Solution.settled_at.is_not(None)).join(
            Thread, Thread.id == Solution.thread_id
        )
        found = {tuple(row) for row in session().execute(solved.where(Thread.state == "solved"))}
        assert {(True, False), (False, True), (False, False)} <= found, "fix, how we do it, workaround"
        assert number(Warned.lifted_at.is_(None)) >= 2
        assert number(SameProblem.person_id != "") >= 5
        assert number(Thread.author_shown.is_(False)) == 1
        assert session().scalar(select(func.max(Thread.posts))) > 40
        assert session().scalar(select(func.max(PageRevision.n))) >= 4
        assert number(System.id != "") >= 6 <= number(Task.id != "")
        assert number(Owner.object != "") == 2
        assert number(Evidence.person_id != "") >= 10


def test_texts_show_what_texts_can(made, kind) -> None:
    with made.site.opened():
        written = [*session().scalars(select(Post.body_html)), *session().scalars(select(Thread.body_html))]
        every = "\n".join([*written, *session().scalars(select(Page.body_html))])
    for piece in (
        "<table>",
        "task-list-item",
        'class="highlight"',
        'class="mention"',
        "<blockquote>",
        "<h3",
    ):
        assert piece in every, piece
    assert "thread:" not in every
    assert "page:" not in every


def test_its_main_person_has_something_to_do(made, kind) -> None:
    with made.site.opened():
        mira = session().scalars(select(Person).where(Person.email == MAIN)).one()
        told = session().scalars(select(Notification).where(Notification.person_id == mira.id)).all()
        unread = {one.reason for one in told if one.read_at is None}
        assert {"answer", "mention", "solved", "pointed", "warned", "worked", "accepted"} <= unread
        assert any(one.read_at is not None for one in told)
        assert all(one.at < one.read_at for one in told if one.read_at is not None)
        assert number(Unfinished.person_id == mira.id) == 2
        roles = set(session().scalars(select(Membership.role).where(Membership.person_id == mira.id)))
        assert {"member", "curator", "steward"} <= roles


def test_it_took_weeks(made, kind) -> None:
    """Everything that was done has the time at which it was done, and nothing happens when the command is run."""
    with made.site.opened():
        began = session().scalar(select(func.max(OneTimeLink.created_at)))
        for column in (Thread.created_at, Post.created_at, Page.changed_at, Notification.at, StreamEvent.at):
            first, last = session().execute(select(func.min(column), func.max(column))).one()
            assert (last - first).days > 20, column
            assert last < began, column
        latest = select(Thread.activity).order_by(Thread.created_at.desc())
        assert session().scalar(latest.limit(1)) < began.timestamp() * 1_000_000


def test_no_mail_leaves_and_nobody_else_is_told(made, kind) -> None:
    with made.site.opened():
        namesake = session().scalars(select(Person.id).where(Person.email == "mira-holt@acme.test")).one()
        assert number(Notification.person_id == namesake) == 0
        assert number(EventRow.type == "LinkAsked") == 0
        assert set(session().scalars(select(Delivery.lane))) == {"index"}
        handle = session().scalars(select(Person.handle).where(Person.email == MAIN)).one()
        assert handle != "mira-holt"
        named = select(Post.id).where(Post.body.contains(f"@{handle}"))
        assert session().scalars(named).first() is not None
    assert not (made.site.home / "mail").exists()


def test_a_second_time_adds_nothing(made, kind) -> None:
    once = json.loads(made.site.run("--json").stdout.splitlines()[-1])
    before = made.site.counted()
    said = made.site.run()
    again = json.loads(made.site.run("--json").stdout.splitlines()[-1])
    assert "nothing was added" in said.output
    assert again == once
    assert again["added"] == 0
    assert again["made"] | {"post": 0} == {"person": 13, "community": 6, "thread": 33, "page": 14, "post": 0}
    assert made.site.counted() == before


def test_one_signs_in_by_the_link_looks_around_and_searches(own, kind) -> None:
    link = json.loads(own.run("--json").stdout.splitlines()[-1])["link"]
    assert link.startswith("http://127.0.0.1:8000/reset/")
    with own.opened() as app:
        outbox.drain()
        parked = select(Delivery.error).where(Delivery.error != "")
        assert not session().scalars(parked).all()
        client = Client(app)
        path = "/" + link.split("/", 3)[3]
        token = token_of(client.get(path))
        chosen = {"csrf_token": token, "password": "look around here"}
        assert client.http.post(path, data=chosen).status_code == 303
        home = client.get("/").text
        assert "Every second envelope stays blank" in home
        assert re.search(r"11\W.{0,40}unread", home, re.DOTALL)
        found = client.get("/search?q=wireless+whole+floor&type=page").text
        assert "The wireless is gone on a whole floor" in found
        thread = session().scalars(select(Thread.id).where(Thread.posts > 40)).one()
        assert "The red dot stays" in client.get(f"/t/{thread}?page=2", follow_redirects=True).text
        assert "Half days of holiday" in client.get("/search?q=half+days+rounding").text
    assert own.run("--json").exit_code == 0
    assert "with the password that was chosen" in own.run().output


def test_what_is_private_in_it_stays_so(own, kind) -> None:
    with own.opened() as app:
        outbox.drain()
        eve = session().scalars(select(Person).where(Person.email == "mira-holt@acme.test")).one()
        client = Client(app).signed_in_as(eve)
        for words, there in (("half+days+rounding", False), ("patient+lift", False), ("planer+ridges", True)):
            found = client.api("GET", f"/search?q={words}").json["items"]
            titles = " ".join(one["title"] for one in found)
            assert ("planer" in titles.lower()) is there
            assert "Half days" not in titles
            assert "lift" not in titles
