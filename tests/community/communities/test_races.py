"""What must hold when two people act in the same moment; these commit for real."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select

from community.access import standing
from community.access.audience import tokens_of
from community.communities import actions
from community.communities.drafts import FoundDraft
from community.core.clock import now
from community.core.errors import Conflict
from community.core.session import end_session, session
from models import Community, Membership
from tests.cast import make_community, make_person
from tests.community.communities.test_visibility import make_thread

pytestmark = [pytest.mark.postgresql, pytest.mark.committing]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run these at the same time, each with a session of its own; answer what each returned or raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001  whatever went wrong is the answer
            return error
        finally:
            end_session()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_last_stewards_cannot_both_leave(fresh_database, kind) -> None:
    people = [make_person("Ana"), make_person("Ben")]
    id_ = make_community("ops", "open", steward=people[0], steward_2=people[1]).id
    ids = [one.id for one in people]
    end_session()

    def leave(person_id: str) -> object:
        return actions.leave(standing.of_person(person_id), session().get_one(Community, id_))

    ended = at_once(*(lambda one=one: leave(one) for one in ids))
    assert sorted(type(one).__name__ for one in ended) == ["Conflict", "NoneType"]
    assert any(isinstance(one, Conflict) for one in ended)
    assert session().scalar(select(func.count()).select_from(Membership)) == 1


def test_the_same_form_sent_twice_at_once_founds_one(fresh_database, kind) -> None:
    ana = make_person("Ana").id
    end_session()
    draft = FoundDraft(name="Ops")
    ended = at_once(*[lambda: actions.found(standing.of_person(ana), draft).slug] * 3)
    assert len(set(ended)) == 1, ended


def test_the_same_name_founded_by_two_people_at_once_gets_two_addresses(fresh_database, kind) -> None:
    ids = [make_person(name).id for name in ("Ana", "Ben")]
    end_session()
    draft = FoundDraft(name="Ops", visibility="open")
    ended = at_once(*(lambda one=one: actions.found(standing.of_person(one), draft).slug for one in ids))
    assert sorted(map(str, ended)) == ["ops", "ops-2"]


def test_nothing_opens_beside_a_narrowing(fresh_database, kind) -> None:
    ana = make_person("Ana")
    id_ = make_community("ops", "open", steward=ana).id
    person_id = ana.id
    end_session()

    def opened() -> str:
        return make_thread(ana, session().get_one(Community, id_)).id

    def narrow() -> None:
        who = standing.of_person(person_id)
        actions.set_visibility(replace(who, fresh_at=now()), session().get_one(Community, id_), "closed")

    ended = at_once(opened, narrow, opened, opened)
    made = [one for one in ended if one is not None]
    assert all(isinstance(one, str) for one in made), made
    assert {tokens_of(one) for one in made} == {frozenset({f"c:{id_}"})}
