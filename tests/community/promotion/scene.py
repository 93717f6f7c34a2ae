"""What the tests of writing up play with: a solved roadblock, and ways to press."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.core.action import unit_of_work
from community.core.session import end_session, session
from models import Audience, Page, Person, Post, Thread

PROBLEM = "The export stops.\n\nIt says `code 7` after a minute."
STEPS = "1. Close the ledger.\n2. Run `export --again`."


class Stage:
    """What happened before somebody presses: asked, answered, it worked; all over the API."""

    def __init__(self, as_, cast) -> None:
        self.as_, self.cast, self.asked = as_, cast, 0

    def ask(self, *, community: str = "ops", asker: Person | None = None, **fields) -> Thread:
        """Asked by Eve, or somebody."""
        again = f"\n\nThe {self.asked}th time." if self.asked else ""
        self.asked += 1
        content = {
            "title": "Export stops with code 7",
            "body": PROBLEM + again,
            "community": community,
            **fields,
        }
        made = self.as_(asker or self.cast.eve).api("POST", "/threads", content)
        assert made.status_code == 201, made.text
        return loaded(Thread, made.json["id"])

    def answer(self, thread: Thread, body: str = STEPS, by: Person | None = None) -> Post:
        """Answered by Ben, or somebody."""
        made = self.as_(by or self.cast.ben).api(
            "POST", f"/threads/{thread.id}/posts", {"kind": "answer", "body": body}
        )
        assert made.status_code == 201, made.text
        return loaded(Post, made.json["id"])

    def accept(self, thread: Thread, post: Post, cause: str = "") -> None:
        """It worked; and perhaps why."""
        content = {"cause": cause} if cause else {}
        done = self.as_(self.cast.carla).api("PUT", f"/threads/{thread.id}/solutions/{post.id}", content)
        assert done.status_code == 200, done.text

    def solved(
        self, *, body: str = STEPS, cause: str = "", answerer: Person | None = None, **fields
    ) -> tuple[Thread, Post]:
        """A roadblock that was got through."""
        thread = self.ask(**fields)
        post = self.answer(thread, body, answerer)
        self.accept(thread, post, cause)
        return thread, post


@pytest.fixture
def stage(as_, cast) -> Stage:
    """Where it is played."""
    return Stage(as_, cast)


def loaded(model, id_: str):
    """A row as it is now, free of any session."""
    end_session()
    found = session().get(model, id_)
    end_session()
    return found


def grant(id_: str, token: str, source: str) -> None:
    """Open something to more people."""
    end_session()
    with unit_of_work():
        session().add(Audience(object=id_, token=token, source=source))
    end_session()


def press(client, thread: Thread, **fields):
    return client.post(f"/t/{thread.id}/write-up", fields)


def pages() -> list[Page]:
    end_session()
    found = list(session().scalars(select(Page).order_by(Page.created_at)))
    end_session()
    return found


def state_of(thread: Thread) -> str:
    return session().scalars(select(Thread.state).where(Thread.id == thread.id)).one()


def tokens(id_: str) -> set[str]:
    return set(session().scalars(select(Audience.token).where(Audience.object == id_)))
