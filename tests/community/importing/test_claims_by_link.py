"""A link that is handed to whoever an imported profile is: works once, for a week, in whose hands it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import end_session, session
from community.importing.claims.actions.handing_over import MOVED
from models import Base, OneTimeLink, Person, ProfileClaim, Thread

pytestmark = pytest.mark.postgresql

# Columns that name a person and stay when a profile is claimed, and why.
STAYS = {
    "claimed_by_id": "says it",
    "profile_id": "says whose it was",
    "sign_in_session, api_token, one_time_link, unfinished, appointment, membership, notification, address_change": (
        "nobody has ever signed in as an imported profile"
    ),
    "outcome, same_problem, warned, waiting, unfinished, owner, upload": "said here, by people who are here",
    "following, read_mark, offered, network_setting": "nobody has ever signed in as an imported profile",
    "pointed": "nobody is pointed to a roadblock who cannot sign in",
    "profile_claim": "the record itself",
    "about": "a topic that an import puts on is put on by whoever ran it",
    "evidence": "worked out anew",
}


@pytest.fixture
def garden_here(bring_in, garden, cast):
    bring_in(garden)
    end_session()


def the(handle: str) -> Person:
    return session().scalars(select(Person).where(Person.handle == handle)).one()


def link_of(admin, handle: str = "ada") -> str:
    """The path of a fresh link."""
    assert "Make the link" in admin.get(f"/admin/people/{handle}/link").text
    shown = admin.post(f"/admin/people/{handle}/link")
    assert shown.status_code == 200
    end_session()
    return re.search(r"<code>http://[^/]+(/claim/[\w=-]+)</code>", shown.text)[1]


def test_whoever_has_the_link_becomes_the_author(garden_here, cast, as_, kind) -> None:
    admin, eve = as_(cast.admin), as_(cast.eve)
    path = link_of(admin)
    assert "Links that are out" in admin.get("/admin/claims").text
    shown = eve.get(path)
    assert "You are Ada?" in shown.text
    assert the("ada").claimed_by_id is None, "looking at a link does nothing"
    assert eve.post(path).headers["Location"] == "/people/eve"
    end_session()
    assert the("ada").claimed_by_id == cast.eve.id
    assert set(session().scalars(select(Thread.author_id))) == {cast.eve.id}
    claim = session().scalars(select(ProfileClaim)).one()
    assert (claim.decision, claim.by_id, claim.decided_by_id) == ("approved", cast.eve.id, cast.admin.id)
    assert "by a link" in admin.get("/admin/claims").text
    secret = path.rpartition("/")[2]
    assert secret not in str(session().scalars(select(OneTimeLink.hash)).all())


def test_it_works_once_and_not_when_withdrawn_made_anew_or_old(garden_here, cast, as_, kind) -> None:
    admin, eve, ben = as_(cast.admin), as_(cast.eve), as_(cast.ben)
    first = link_of(admin)
    second = link_of(admin)
    assert ben.get(first).status_code == ben.post(first).status_code == 410
    assert admin.post("/admin/people/ada/link/withdrawal").status_code == 303
    assert eve.post(second).status_code == 410
    third = link_of(admin)
    with unit_of_work():
        for link in session().scalars(select(OneTimeLink)):
            link.expires_at = now() - timedelta(seconds=1)
    assert eve.post(third).status_code == 410
    fourth = link_of(admin)
    assert eve.post(fourth).status_code == 303
    assert ben.post(fourth).status_code == 410
    assert eve.get("/claim/nonsense").status_code == 410
    end_session()
    assert the("ada").claimed_by_id == cast.eve.id


def test_signed_out_one_signs_in_first_and_comes_back(garden_here, cast, as_, client, kind) -> None:
    path = link_of(as_(cast.admin))
    assert client.get(path).headers["Location"].startswith("/sign-in?next=/claim/")
    assert client.post(path).status_code in (303, 403)
    assert the("ada").claimed_by_id is None


def test_a_link_for_what_was_claimed_meanwhile_is_void(garden_here, cast, as_, kind) -> None:
    admin, eve = as_(cast.admin), as_(cast.eve)
    path = link_of(admin)
    assert as_(cast.ben).post("/people/ada/claim", {"word": "me"}).status_code == 303
    end_session()
    claim = session().scalars(select(ProfileClaim.id).where(ProfileClaim.by_id == cast.ben.id)).one()
    assert admin.post(f"/admin/claims/{claim}/approval").status_code == 303
    assert eve.post(path).status_code == 410
    assert admin.get("/admin/people/ada/link").status_code == 409


def test_every_column_that_names_a_person_moves_or_is_known_to_stay() -> None:
    moved = {(column.class_.__tablename__, column.key) for column in MOVED}
    stays = {word.strip() for words in STAYS for word in words.split(",")}
    unknown = []
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        for column in inspect(mapper.class_).columns:
            names = any(key.column.table.name == "person" for key in column.foreign_keys)
            names = names or column.key.endswith("by_id")
            known = (table.name, column.key) in moved or {column.key, table.name} & stays
            if names and not known and not _acts_here(column.key):
                unknown.append(f"{table.name}.{column.key}")
    assert not unknown, unknown


def _acts_here(column: str) -> bool:
    """What only somebody who is signed in does: added, closed, deleted, lifted, settled or decided something."""
    return column != "by_id" and column.endswith("by_id")
