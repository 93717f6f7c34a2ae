"""What the law answers to an actor who wants something: worked out from the table written by hand."""

from __future__ import annotations

from tests.access_actors import ROLES, Actor
from tests.access_law import (
    ADMIN_ONLY,
    NEEDS_A_FRESH_SIGN_IN,
    THOUGH_ARCHIVED_OR_LOCKED,
    THOUGH_DELETED,
    cell,
    reads,
)
from tests.access_world import Thing


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


def _sign(name: str, actor: Actor, thing: Thing) -> bool:  # noqa: C901, PLR0911  one for each sign
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
            owners = (thing.owner, thing.system_owner, thing.task_owner)
            return actor.who in {"au": (thing.author,), "as": (thing.asker,), "ow": owners}[name]
        case "self":
            return actor.is_person and (
                thing.kind == "network" or (thing.kind == "person" and actor.who == thing.row.name)
            )
    raise AssertionError(name)


def _condition(condition: str, sign: str, actor: Actor, thing: Thing) -> bool:  # noqa: PLR0911  one for each
    match condition:
        case "object":
            return thing.kind not in ("community", "network", "person")
        case "own deletion":
            return thing.deleted_by in (actor.who, "") if sign == "au" else thing.deleted_by == actor.who
        case "another's deletion":
            return thing.deleted_by != thing.author
        case "alone":
            return thing.asker_alone
        case "not au":
            return actor.who != thing.author
        case "of the system":
            return actor.who == thing.system_owner
        case "network's list":
            return thing.community is None
        case "silent 7" | "silent 14":
            return thing.silent_days > int(condition.split()[1])
    raise AssertionError(condition)


def says_the_law(permission: str, actor: Actor, thing: Thing) -> str:
    """What `require` is to answer: yes, missing, gone, no, password first, sign in first."""
    if not is_seen_by_law(actor, thing):
        return "missing"
    if "root deleted" in thing.states or ("deleted" in thing.states and permission not in THOUGH_DELETED):
        return "gone"
    unchanging = reads(permission) or permission in THOUGH_ARCHIVED_OR_LOCKED
    shut = not unchanging and thing.states & {"archived", "locked"}
    groups = cell(permission, thing.visibility)
    said = not shut and any(all(holds(sign, actor, thing) for sign in group) for group in groups)
    if said and permission in NEEDS_A_FRESH_SIGN_IN and not actor.viewer.is_fresh:
        return "password first"
    if said and is_within_scope(permission, actor.viewer.scope):
        return "yes"
    signed_out = not actor.is_person and actor.name in ("signed out", "signed out, reading", "ended")
    return "sign in first" if signed_out and not reads(permission) else "no"


def is_within_scope(permission: str, scope: str) -> bool:
    if scope == "session" or reads(permission):
        return True
    if permission in NEEDS_A_FRESH_SIGN_IN or scope == "read":
        return False
    return scope == "admin" or permission not in ADMIN_ONLY
