"""The demo after somebody who is not of it has lived in it for a while."""

from __future__ import annotations

from sqlalchemy import select

from community.access import standing
from community.communities import actions as communities
from community.core import outbox
from community.core.action import unit_of_work
from community.core.session import session
from community.pages import actions as pages
from community.pages.drafts import RevisionDraft
from community.people.sign_in.passwords import hashed
from community.threads.actions import linking, opening, outcomes, posts
from community.threads.drafts import AnswerDraft, OpenDraft, OutcomeDraft, SameAsDraft
from models import Community, Page, Person, Post, Thread
from tests.cast import make_person

MAIN = "mira@demo.example"


def the(model, **fields):
    """The one that is so."""
    return session().scalars(select(model).filter_by(**fields)).one()


def live_in() -> dict[str, str]:
    """Eve writes in a thread, a page and two communities of the demo; somebody of the demo writes elsewhere.

    Returns:
        ids of the threads and pages concerned.
    """
    eve = make_person("Eve")
    pink = the(Thread, title="The projector in room 12 shows everything in pink")
    tablets = the(Thread, title="Tablets on the first floor lose the network every afternoon")
    first_day = the(Page, title="A new colleague's first day: accounts, keys, phone")
    posts.answer(_now(eve), pink, AnswerDraft(body="It was the plug here too"))
    _marks(eve, tablets)
    _revises(eve, first_day)
    asked = _asks(eve, the(Community, slug="workshop-2"), "How do I get a locker there?")
    like_it = _asks(eve, tablets.community, "Ours are gone at four")
    linking.same_as(_now(eve), like_it, tablets, SameAsDraft(thread=tablets.id))
    assert like_it.state == "same_as"
    real = _asks(eve, the(Community, slug="workshop"), "The real saw is blunt")
    _writes_elsewhere(the(Person, email=MAIN), real)
    outbox.drain()
    known = {
        "pink": pink,
        "tablets": tablets,
        "first-day": first_day,
        "asked": asked,
        "like": like_it,
        "real": real,
    }
    return {key: one.id for key, one in known.items()}


def _now(person: Person):
    return standing.of_person(person.id)


def _asks(person: Person, community: Community, body: str) -> Thread:
    return opening.open_thread(_now(person), community, OpenDraft(body=body))


def _marks(eve: Person, thread: Thread) -> None:
    """What is no text: that it worked, same problem."""
    answers = select(Post).where(Post.thread_id == thread.id, Post.kind == "answer").order_by(Post.number)
    outcomes.say(_now(eve), session().scalars(answers).first(), OutcomeDraft(outcome="worked"))
    linking.same_problem(_now(eve), thread, has_it=True)


def _revises(eve: Person, page: Page) -> None:
    communities.join(_now(eve), page.community)
    body = f"{page.body}\n\nAsk Eve for the keys."
    draft = RevisionDraft(title=page.title, body=body, base_revision=page.revision)
    pages.revise(_now(eve), page, draft)


def _writes_elsewhere(mira: Person, real: Thread) -> None:
    with unit_of_work():
        mira.password_hash = hashed("look around here")
    posts.answer(_now(mira), real, AnswerDraft(body="Somebody of the demo was here"))
