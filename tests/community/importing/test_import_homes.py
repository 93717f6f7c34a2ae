"""Where an import goes: a community of its own, or one that is there; and who may read it then."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from community.core.session import session
from models import Audience, Community, Membership, Person, Thread

pytestmark = pytest.mark.postgresql


def thread(title: str) -> Thread:
    return session().scalars(select(Thread).where(Thread.title == title)).one()


def test_the_same_dump_in_two_communities_is_two_of_each_by_the_same_people(bring_in, garden, kind) -> None:
    bring_in(garden)
    people = session().scalar(select(func.count()).select_from(Person))
    assert bring_in(garden, "other").data["new"]["roadblocks"] == 2
    assert session().scalar(select(func.count()).select_from(Thread)) == 4
    assert session().scalar(select(func.count()).select_from(Person)) == people


def test_a_private_community_keeps_what_comes_in_and_those_who_run_the_network_answer_for_it(
    bring_in, garden, cast, as_, kind
) -> None:
    done = bring_in(garden, "secret", "private")
    slug = done.data["community"]
    assert re.fullmatch(r"secret-[a-z0-9]{4}", slug)
    beans = thread("Why do my beans wilt?")
    eve = as_(cast.eve)
    assert eve.get(f"/t/{beans.id}").status_code == 404
    for path in ("/", "/search?q=beans+wilt"):
        assert "Why do my beans" not in eve.get(path).text
        assert beans.id not in eve.get(path).text
    assert as_(cast.admin).get(f"/t/{beans.id}", follow_redirects=True).status_code == 200
    home = session().scalars(select(Community).where(Community.slug == slug)).one()
    roles = select(Membership.person_id, Membership.role).where(Membership.community_id == home.id)
    assert session().execute(roles).all() == [(cast.admin.id, "steward")]
    tokens = session().scalars(select(Audience.token).where(Audience.object == beans.id)).all()
    assert tokens == [home.token]
    # Given the address that was printed, it goes on there, and nobody's role changes.
    assert bring_in(garden, slug, None).data["already"] == 2


def test_a_community_with_stewards_keeps_them(bring_in, garden, cast, kind) -> None:
    bring_in(garden, "ops", None)
    stewards = select(Membership.person_id).where(
        Membership.community_id == cast.ops.id, Membership.role == "steward"
    )
    assert session().scalars(stewards).all() == [cast.dev.id]
    assert thread("Beans wilt").community_id == cast.ops.id
