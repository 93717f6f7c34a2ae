"""S1 at the level of the law: every permission, actor, place, kind and state against the table written by hand.

What doors ask for is walked in test_leaks.py.
"""

from __future__ import annotations

from collections import Counter
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
from models import Community, Page, Person, Post, System, Task, Thread, Topic
from tests import access_law as law
from tests.access_world import ROLES, Actor, Thing, World

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
}


@pytest.fixture
def world(database) -> World:
    return World()


# What the law says


def is_seen_by_law(actor: Actor, thing: Thing) -> bool:
    if thing.kind == "network":
        return True
    if thing.kind == "person":
        return actor.is_person
    if thing.kind == "community":
        return (
            has_role(actor, thing, "guest")
            or {
                "open": actor.is_person or actor.reads_public,
                "closed": actor.is_person,
                "private": False,
            }[thing.visibility]
        )
    return bool(tokens_by_law(actor, thing) & thing.tokens)


def tokens_by_law(actor: Actor, thing: Thing) -> set[str]:
    if not actor.is_person:
        return {"public"} if actor.reads_public else set()
    home = {f"c:{thing.community.id}"} if thing.community and actor.role else set()
    return {"open", f"p:{actor.id}"} | home


def has_role(actor: Actor, thing: Thing, least: str) -> bool:
    if not thing.community or not actor.role or not actor.is_person:
        return False
    return ROLES.index(actor.role) >= ROLES.index(least)


def holds(sign: str, actor: Actor, thing: Thing) -> bool:
    """Whether a sign of the law is true of this actor towards this thing."""
    name, _, condition = sign.rstrip("]").partition("[")
    return bool(_sign(name, actor, thing)) and (not condition or _condition(condition, name, actor, thing))


def _sign(name: str, actor: Actor, thing: Thing) -> bool:
    who = actor.name.split(",")[0].split("'")[0]
    match name:
        case "X":
            return actor.reads_public
        case "N":
            return actor.is_person
        case "G":
            return has_role(actor, thing, "guest") if thing.community else actor.is_person
        case "M":
            return has_role(actor, thing, "member")
        case "C":
            return has_role(actor, thing, "member" if thing.place == "private" else "curator")
        case "S":
            return has_role(actor, thing, "steward")
        case "R" if thing.kind == "community":
            return has_role(actor, thing, "guest") or (actor.is_person and thing.visibility == "open")
        case "R":
            return actor.is_person and is_seen_by_law(actor, thing)
        case "K":
            by_that_alone = tokens_by_law(actor, thing) & thing.tokens == {f"p:{actor.id}"}
            return actor.knows and thing.has_topic and is_seen_by_law(actor, thing) and not by_that_alone
        case "A":
            return actor.is_administrator
        case "au" | "as" | "ow":
            return who == {"au": thing.author, "as": thing.asker, "ow": thing.owner}[name]
        case "self":
            return actor.is_person and (
                thing.kind == "network" or (thing.kind == "person" and who == thing.row.name)
            )
    raise AssertionError(name)


def _condition(condition: str, sign: str, actor: Actor, thing: Thing) -> bool:
    who = actor.name.split(",")[0].split("'")[0]
    match condition:
        case "object":
            return thing.kind not in ("community", "network", "person")
        case "own deletion":
            return thing.deleted_by in (who, "") if sign == "au" else thing.deleted_by == who
        case "another's deletion":
            return thing.deleted_by != thing.author
        case "alone":
            return thing.asker_alone
        case "not au":
            return who != thing.author
        case "network's list":
            return thing.community is None
        case "silent 7" | "silent 14":
            return thing.silent_days > int(condition.split()[1])
    raise AssertionError(condition)


def says_the_law(permission: str, actor: Actor, thing: Thing) -> str:
    """What `require` is to answer: yes, missing, gone, no, password first, sign in first."""
    if not is_seen_by_law(actor, thing):
        return "missing"
    if "root deleted" in thing.states or ("deleted" in thing.states and permission not in law.THOUGH_DELETED):
        return "gone"
    unchanging = law.reads(permission) or permission in law.THOUGH_ARCHIVED_OR_LOCKED
    shut = not unchanging and thing.states & {"archived", "locked"}
    groups = law.cell(permission, thing.visibility)
    said = not shut and any(all(holds(sign, actor, thing) for sign in group) for group in groups)
    if said and permission in law.NEEDS_A_FRESH_SIGN_IN and not actor.viewer.is_fresh:
        return "password first"
    if said and is_within_scope(permission, actor.viewer.scope):
        return "yes"
    signed_out = not actor.is_person and actor.name in ("signed out", "signed out, reading", "ended")
    return "sign in first" if signed_out and not law.reads(permission) else "no"


def is_within_scope(permission: str, scope: str) -> bool:
    if scope == "session" or law.reads(permission):
        return True
    if permission in law.NEEDS_A_FRESH_SIGN_IN or scope == "read":
        return False
    return scope == "admin" or permission not in law.ADMIN_ONLY


# What the code says


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
    wrong, asked = Counter[str](), 0
    for thing in world.things:
        for actor in world.actors:
            for permission in Permission:
                expected = says_the_law(permission.code, actor, thing)
                given = answer(permission, actor, thing)
                drawn = may(actor.viewer, permission, thing.row)
                asked += 1
                if given != expected or drawn != (expected in _drawn(permission, actor)):
                    line = (
                        f"{permission.code} by {actor.name} on {thing.name}: {given}/{drawn}, not {expected}"
                    )
                    wrong[line] += 1
    assert asked > 150_000, asked
    assert not wrong, _some(wrong)


def _drawn(permission: Permission, actor: Actor) -> set[str]:
    """A button is drawn where only the password is missing; a token has no buttons."""
    return {"yes", "password first"} if actor.viewer.scope == "session" else {"yes"}


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
    wanted = (
        Permission.COMMUNITY_READ,
        Permission.POST_EDIT,
        Permission.POST_RESTORE,
        Permission.PERSON_READ,
    )
    for actor in world.actors:
        memo().clear()
        for thing in world.things:
            if thing.kind == "network":
                continue
            key = {"community": "slug", "person": "handle"}.get(thing.kind, "id")
            for permission in wanted:
                expected = says_the_law(permission.code, actor, thing)
                given = _fetched(actor, thing, getattr(thing.row, key), permission)
                asked += 1
                if given != expected:
                    wrong.append(
                        f"{permission.code} by {actor.name} on {thing.name}: {given}, not {expected}"
                    )
    assert asked > 10_000
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
