"""What must hold when something is moved in the moment in which a community is narrowed; these commit for real."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import create_app
from community.access import standing
from community.access.audience import tokens_of
from community.communities import actions
from community.core.clock import now
from community.core.errors import Conflict
from community.core.session import end_session, session
from community.threads.actions.moving import move
from models import Community, Thread
from tests.cast import make_community, make_person
from tests.community.communities.test_races import at_once
from tests.community.communities.test_visibility import make_thread

pytestmark = [pytest.mark.postgresql, pytest.mark.committing]


@pytest.mark.parametrize("narrowed", ["here", "there"])
def test_nothing_is_open_or_elsewhere_beside_a_narrowing(fresh_database, settings, kind, narrowed) -> None:
    create_app(settings)
    ana, ben = make_person("Ana"), make_person("Ben")
    homes = {name: make_community(name, "open", steward=ana).id for name in ("here", "there")}
    outside = make_community("elsewhere", "open", steward=ben).id
    threads = [
        make_thread(ana, session().get_one(Community, homes["here"]), f"Stuck {n}").id for n in range(4)
    ]
    person_id = ana.id
    end_session()

    def moved(id_: str) -> str:
        thread, to = session().get_one(Thread, id_), session().get_one(Community, homes["there"])
        return move(standing.of_person(person_id), thread, to).community_id

    def narrow() -> str:
        who = replace(standing.of_person(person_id), fresh_at=now())
        return actions.set_visibility(who, session().get_one(Community, homes[narrowed]), "closed").id

    ended = at_once(*(lambda one=one: moved(one) for one in threads[:2]), narrow, *(
        lambda one=one: moved(one) for one in threads[2:]
    ))  # fmt: skip
    assert all(isinstance(one, str | Conflict) for one in ended), ended
    for id_ in threads:
        home = session().get_one(Thread, id_).community_id
        tokens = tokens_of(id_)
        assert f"c:{home}" in tokens
        assert f"c:{outside}" not in tokens
        if home == homes[narrowed]:
            assert tokens == {f"c:{home}"}, "what stands in a closed one is closed"
        else:
            assert tokens == {f"c:{home}", "open", "public"}, "moved before, or never moved"


def test_moved_by_two_at_once_it_is_in_one_place(fresh_database, settings, kind) -> None:
    create_app(settings)
    ana = make_person("Ana")
    ids = {name: make_community(name, "open", steward=ana).id for name in ("here", "one", "other")}
    thread = make_thread(ana, session().get_one(Community, ids["here"])).id
    person_id = ana.id
    end_session()

    def moved(to: str) -> str:
        row, home = session().get_one(Thread, thread), session().get_one(Community, ids[to])
        return move(standing.of_person(person_id), row, home).community_id

    ended = at_once(lambda: moved("one"), lambda: moved("other"))
    home = session().get_one(Thread, thread).community_id
    assert home in ended
    assert tokens_of(thread) == {f"c:{home}", "open", "public"}
