"""The cast: Ana is stuck, Ben knows, Carla curates, Dev comes next week, Eve is an outsider to Ops and the den."""

from __future__ import annotations

from community.access import standing
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import session
from community.core.viewer import Viewer
from community.people.sign_in.passwords import hashed
from models import Appointment, Community, Membership, Person

PASSWORD = "correct horse battery"


def make_person(name: str, **fields: object) -> Person:
    """A confirmed person whose password is PASSWORD."""
    handle = name.lower().replace(" ", "-")
    values = {
        "handle": handle,
        "name": name,
        "email": f"{handle}@acme.test",
        "email_confirmed_at": now(),
        "password_hash": hashed(PASSWORD),
        "created_at": now(),
        **fields,
    }
    person = Person(**values)
    with unit_of_work():
        session().add(person)
    return person


def make_community(slug: str, visibility: str, **roles: Person) -> Community:
    """Make a community with one person per role named, as in `make_community('ops', 'open', steward=ana)`."""
    community = Community(slug=slug, name=slug.capitalize(), visibility=visibility, created_at=now())
    with unit_of_work():
        session().add(community)
        session().flush()
        for role, person in roles.items():
            add_member(community, person, role.rstrip("_0123456789"))
    return community


def add_member(community: Community, person: Person, role: str = "member") -> None:
    """Give somebody a role."""
    session().add(Membership(community_id=community.id, person_id=person.id, role=role, since=now()))
    session().flush()


class Cast:
    """The people and places most tests play with."""

    def __init__(self) -> None:
        self.ana = make_person("Ana")
        self.ben = make_person("Ben")
        self.carla = make_person("Carla")
        self.dev = make_person("Dev")
        self.eve = make_person("Eve")
        self.admin = make_person("Root")
        with unit_of_work():
            session().add(Appointment(person_id=self.admin.id, office="administrator", at=now()))
        people = {"member": self.ana, "member_2": self.ben, "curator": self.carla}
        self.ops = make_community("ops", "open", **people, steward=self.dev)
        self.closed = make_community("audit", "closed", **people, steward=self.dev)
        self.den = make_community("den-x7k2", "private", **people, steward=self.dev)

    def viewer(self, person: Person) -> Viewer:
        """Somebody as the law sees them now."""
        return standing.of_person(person.id)
