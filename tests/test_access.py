"""S1 at the level of the law: every permission, actor, place, kind and state against the table written by hand.

What doors ask for is walked in test_leaks.py.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from sqlalchemy import select

from community.access.check import allowed, fetch, is_seen, may, recording, require
from community.access.facts import facts
from community.access.permissions import Permission
from community.access.rules import FRESH_ONLY, RULES
from community.access.visibility import HELD, VISIBLE, seeing
from community.core.errors import Denied, FreshSignInNeeded, Gone, NotFound, NotSignedIn
from community.core.session import memo, session
from models import Community, Page, Person, Post, System, Task, Thread, Topic, Upload
from tests import access_law as law
from tests.access_actors import Actor
from tests.access_expected import is_seen_by_law, says_the_law
from tests.access_world import Thing, World

pytestmark = pytest.mark.postgresql

ANSWERS = {
    NotFound: "missing",
    Gone: "gone",
    Denied: "no",
    FreshSignInNeeded: "password first",
    NotSignedIn: "sign in first",
}
MODELS = {
    "thread": Thread,
    "post": Post,
    "page": Page,
    "community": Community,
    "person": Person,
    "topic": Topic,
    "system": System,
    "task": Task,
    "upload": Upload,
}


@pytest.fixture
def world(database) -> World:
    return World()


def answer(permission: Permission, actor: Actor, thing: Thing) -> str:
    try:
        require(actor.viewer, permission, thing.row)
    except tuple(ANSWERS) as error:
        return ANSWERS[type(error)]
    return "yes"


def test_the_law_written_by_hand_names_just_what_can_be_done() -> None:
    assert set(law.LAW) == {permission.code for permission in Permission}
    assert set(RULES) == set(Permission)
    assert {permission.code for permission in FRESH_ONLY} == law.NEEDS_A_FRESH_SIGN_IN


def test_every_permission_actor_place_and_state(world, kind) -> None:
    wrong, asked = [], 0
    for thing in _chosen(world, kind):
        for actor in world.actors:
            for permission in Permission:
                expected = says_the_law(permission.code, actor, thing)
                given = answer(permission, actor, thing)
                asked += 1
                if given != expected:
                    wrong.append(_line(permission, actor, thing, given, expected))
    assert asked > (100_000 if kind == "sqlite" else 30_000), asked
    assert not wrong, _some(wrong)


def _chosen(world: World, kind: str) -> list[Thing]:
    """PostgreSQL answers for the closed community and what belongs to the network; SQLite for everything."""
    return [one for one in world.things if kind == "sqlite" or one.place == "closed" or one.community is None]


def _line(permission: Permission, actor: Actor, thing: Thing, given: str, expected: str) -> str:
    return f"{permission.code} by {actor.name} on {thing.name}: {given}, not {expected}"


def test_buttons_are_drawn_for_what_the_law_allows(world, kind) -> None:
    """Also where only the password is missing; a token has no buttons."""
    wrong = []
    for thing in (one for one in world.things if one.kind != "post"):
        for actor in (one for one in world.actors if one.viewer.scope == "session"):
            for permission in Permission:
                said = says_the_law(permission.code, actor, thing)
                if may(actor.viewer, permission, thing.row) != (said in ("yes", "password first")):
                    wrong.append(_line(permission, actor, thing, "drawn otherwise", said))
    assert not wrong, _some(wrong)


def _some(lines: Iterable[str]) -> str:
    found = sorted(lines)
    return f"{len(found)} wrong:\n" + "\n".join(found[:40])


def test_what_is_seen_is_what_is_visible_and_what_is_fetched(world, kind) -> None:
    wrong = []
    for actor in world.actors:
        who = seeing(actor.viewer)
        memo().clear()
        for name, model in MODELS.items():
            things = [thing for thing in world.things if thing.kind == name]
            listed = set(session().scalars(select(model.id).where(VISIBLE[model]), who))
            held = set(session().scalars(select(model.id).where(HELD[model]), who))
            for thing in things:
                seen = is_seen_by_law(actor, thing)
                live = not thing.states & {"deleted", "root deleted"}
                got = (is_seen(actor.viewer, facts(thing.row)), thing.row.id in held, thing.row.id in listed)
                if got != (seen, seen, seen and live):
                    wrong.append(f"{thing.name} to {actor.name}: seen, held, listed {got}; live {live}")
    assert not wrong, _some(wrong)


def test_fetch_loads_and_answers_as_the_law_says(world, kind) -> None:
    wrong, asked = [], 0
    for actor in world.actors:
        memo().clear()
        for thing in _chosen(world, kind):
            if thing.kind == "network" or "curators" in thing.place:
                continue
            key = {"community": "slug", "person": "handle"}.get(thing.kind, "id")
            for permission in (Permission.COMMUNITY_READ, Permission.POST_RESTORE):
                expected = says_the_law(permission.code, actor, thing)
                given = _fetched(actor, thing, getattr(thing.row, key), permission)
                asked += 1
                if given != expected:
                    wrong.append(_line(permission, actor, thing, given, expected))
    assert asked > (5_000 if kind == "sqlite" else 1_500), asked
    assert not wrong, _some(wrong)


def _fetched(actor: Actor, thing: Thing, key: str, permission: Permission) -> str:
    try:
        assert fetch(actor.viewer, MODELS[thing.kind], key, permission) is thing.row
    except tuple(ANSWERS) as error:
        return ANSWERS[type(error)]
    return "yes"


@pytest.mark.parametrize("strange", ["", "aaaaaaaaaaaa", "x" * 5000, "'", "a\x00b", "é", "%", "_", "☃" * 12])
def test_what_never_was_is_missing_to_everybody(world, kind, strange) -> None:
    for actor in world.actors:
        for model in MODELS.values():
            with pytest.raises(NotFound):
                fetch(actor.viewer, model, strange, Permission.COMMUNITY_READ)


def test_what_was_asked_is_on_the_record_but_buttons_are_not(world, kind) -> None:
    actor, thing = world.actors[0], world.things[0]
    with recording() as asked:
        may(actor.viewer, Permission.POST_EDIT, thing.row)
        allowed(actor.viewer, Permission.POST_ANSWER, thing.row)
    assert asked == [Permission.POST_ANSWER]
