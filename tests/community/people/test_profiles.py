"""Profiles and the list of people."""

from __future__ import annotations

import re

import pytest

from community.core.action import unit_of_work
from community.core.session import session
from models import Person
from tests.cast import make_person

pytestmark = pytest.mark.postgresql


def imported(**fields):
    unclaimed = {"email": None, "email_confirmed_at": None, "password_hash": None}
    return make_person("Old Hand", **unclaimed, origin="https://example.org/users/7", **fields)


def test_imported_people_say_so_and_cannot_be_mistaken(as_, cast, kind) -> None:
    imported()
    shown = as_(cast.ana).get("/people/old-hand").text
    assert "not claimed" in shown
    assert 'href="https://example.org/users/7"' in shown


def test_everybody_of_the_network_is_read_by_its_people_alone(as_, client, cast, kind) -> None:
    for person in (cast.eve, cast.admin, cast.ana):
        assert as_(person).get("/people/ben").status_code == 200
    assert client.get("/people/ben").status_code == 303
    assert as_(cast.eve).get("/people/nobody").status_code == 404
    assert as_(cast.eve).get("/people/%00").status_code == 404


def test_a_profile_shows_no_address_and_no_figure(as_, cast, kind) -> None:
    shown = as_(cast.ben).get("/people/ana").text
    assert "ana@acme.test" not in shown


def test_the_list_finds_names_and_leaves_the_unclaimed_out_until_asked(as_, cast, kind) -> None:
    imported()
    eve = as_(cast.eve)
    everybody = eve.get("/people").text
    assert "/people/ana" in everybody
    assert "/people/old-hand" not in everybody
    found = eve.get("/people?q=OLD").text
    assert "/people/old-hand" in found
    assert "/people/ana" not in found
    for words in ("%", "_", "' OR 1=1 --", "\\", "<script>"):
        shown = eve.get("/people", query_string={"q": words}).text
        assert "Nobody of that name" in shown
        assert "<script>x" not in shown


def test_the_list_is_paged_without_gaps(as_, cast, kind) -> None:
    with unit_of_work():
        for number in range(57):
            session().add(
                Person(
                    handle=f"p{number}",
                    name=f"Person {number % 7}",
                    email=f"p{number}@acme.test",
                    email_confirmed_at=cast.ana.created_at,
                    created_at=cast.ana.created_at,
                )
            )
    eve = as_(cast.eve)
    seen: list[str] = []
    path = "/people"
    while path:
        shown = eve.get(path).text
        seen += re.findall(r'<li>\s*<a href="/people/([\w-]+)"', shown)
        further = re.search(r'rel="next"\s+href="([^"]+)"', shown)
        path = further.group(1).replace("&amp;", "&") if further else ""
    assert len(seen) == len(set(seen)) == 63


def test_a_cursor_of_somebody_else_s_making_is_refused(as_, cast, kind) -> None:
    assert as_(cast.eve).get("/people?after=xxx").status_code == 422
    assert as_(cast.eve).get("/people?limit=0").status_code == 422
