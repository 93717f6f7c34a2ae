"""What the tests of following share: asking, answering, choosing, and what stands in an inbox."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from community.core.outbox import drain
from community.core.session import end_session, session
from models import Following, Notification, Person


def asked(client: Any, text: str, slug: str = "ops", **fields: str) -> str:
    """Ask; answers the thread's id."""
    answer = client.post("/ask", {"body": text, "community": slug, **fields})
    assert answer.status_code == 303, answer.text
    return re.match(r"/t/(\w{12})", answer.headers["Location"]).group(1)


def answered(client: Any, thread: str, text: str = "Try this") -> str:
    """Answer; answers the answer's id."""
    made = client.api("POST", f"/threads/{thread}/posts", {"kind": "answer", "body": text})
    assert made.status_code == 201, made.text
    return made.json["id"]


def written(client: Any, title: str, slug: str = "ops", **fields: Any) -> str:
    """Write a page; answers its id."""
    made = client.api("POST", f"/communities/{slug}/pages", {"title": title, "body": "Words", **fields})
    assert made.status_code == 201, made.text
    return made.json["id"]


def chose(client: Any, what: str, strength: str) -> None:
    """Choose by the form: `what` is the beginning of its address."""
    answer = client.post(f"/{what}/following", {"strength": strength})
    assert answer.status_code == 303, (what, answer.status_code, answer.text)


def told(person: Person) -> list[str]:
    """The reasons of everything somebody was told so far, oldest first; what was to be delivered is."""
    id_ = person.id
    drain()
    reasons = select(Notification.reason).where(Notification.person_id == id_)
    found = list(session().scalars(reasons.order_by(Notification.at, Notification.id)))
    end_session()
    return found


def chosen(person: Person) -> dict[str, str]:
    """What somebody chose, by the kind of thing."""
    rows = session().scalars(select(Following).where(Following.person_id == person.id)).all()
    return {row.kind: row.strength for row in rows}
