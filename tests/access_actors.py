"""Everybody whom the access law knows, and what the test knows of them by how they were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from community.access import standing
from community.core.clock import now
from community.core.session import session
from community.core.viewer import SIGNED_OUT, SIGNED_OUT_READER, Viewer
from models import Appointment, Person

ROLES = ("guest", "member", "curator", "steward")
# Their roles in every community of the test; who is not here has none, and who is shut out has one for nothing.
IN_ALL = {
    **{role: role for role in ROLES},
    "asker": "guest",
    "author": "guest",
    "owner": "member",
    "knows": "guest",
    "knows privately": "guest",
    "knows a little": "guest",
}
SHUT_OUT = ("unconfirmed", "suspended", "ended")
OTHERS = (
    "outsider",
    "ex-member",
    "thread guest",
    "steward elsewhere",
    "knows outside",
    "administrator",
    "consultant",
)


@dataclass
class Actor:
    """Somebody, as the test knows them."""

    name: str
    viewer: Viewer
    is_person: bool = True
    reads_public: bool = False
    role: str = ""
    knows: bool = False
    is_administrator: bool = False

    @property
    def id(self) -> str:
        return self.viewer.person_id or self.name

    @property
    def who(self) -> str:
        """Whose relations they have: a token's are its person's."""
        return self.name.split(",", 1)[0].split("'", 1)[0]


def add(model: type, **values: Any) -> Any:
    """A row, written now."""
    row = model(**values)
    session().add(row)
    session().flush()
    return row


def make_people() -> dict[str, Person]:
    """One person for each way of standing in the network or a community."""
    people = {}
    for name in (*IN_ALL, *SHUT_OUT, *OTHERS, "target"):
        people[name] = add(
            Person,
            handle=name.replace(" ", "-"),
            name=name,
            email_confirmed_at=None if name == "unconfirmed" else now(),
            suspended_until=now() + timedelta(days=1) if name == "suspended" else None,
            deactivated_at=now() if name == "ended" else None,
            created_at=now(),
        )
    for office in ("administrator", "consultant"):
        add(Appointment, person_id=people[office].id, office=office, at=now())
    return people


def actors_of(people: dict[str, Person]) -> list[Actor]:
    """Everybody, signed out, signed in, just signed in, and by tokens of each scope."""
    found = [
        Actor("signed out", SIGNED_OUT, is_person=False),
        Actor("signed out, reading", SIGNED_OUT_READER, is_person=False, reads_public=True),
        *(_actor(name, name, people) for name in people if name != "target"),
    ]
    for name in ("steward", "administrator"):
        found.append(_actor(f"{name}, just signed in", name, people, fresh_at=now()))
        found += [
            _actor(f"{name}'s token to {scope}", name, people, scope=scope)
            for scope in ("read", "write", "admin")
        ]
    return found


def _actor(said: str, name: str, people: dict[str, Person], **extra: Any) -> Actor:
    return Actor(
        said,
        standing.of_person(people[name].id, **extra),
        is_person=name not in SHUT_OUT,
        role=IN_ALL.get(name, ""),
        knows=name in ("knows", "knows outside", "thread guest"),
        is_administrator=name == "administrator",
    )
