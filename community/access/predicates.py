"""The signs of the law, one short function each. A role sign includes everybody further up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from community.core.clock import now
from community.core.session import session
from community.core.viewer import Viewer
from models import Post, Thread

from .evidence import knows_about
from .facts import Facts, opened_by, owned_by

ROLES = ("guest", "member", "curator", "steward")
SILENT = timedelta(days=7)
LONG_SILENT = timedelta(days=14)


@dataclass(frozen=True)
class Case:
    """Who asks, about what."""

    viewer: Viewer
    facts: Facts
    is_seen: bool

    def has_role(self, least: str) -> bool:
        """Whether the viewer's role in the object's home community is at least this one."""
        role = self.viewer.roles.get(self.facts.community_id)
        return role is not None and ROLES.index(role) >= ROLES.index(least)


def is_anybody(case: Case) -> bool:
    """X: somebody signed out, where they may read at all."""
    return "public" in case.viewer.tokens


def is_person(case: Case) -> bool:
    """N: a person of the network."""
    return case.viewer.is_signed_in and "open" in case.viewer.tokens


def is_guest(case: Case) -> bool:
    """G: has a role here; towards the network as a whole, anybody signed in."""
    if not case.facts.community_id:
        return case.viewer.is_signed_in
    return case.has_role("guest")


def is_member(case: Case) -> bool:
    """M."""
    return case.has_role("member")


def is_curator(case: Case) -> bool:
    """C: in a private community every member, unless its stewards said otherwise."""
    shared = case.facts.visibility == "private" and not case.facts.curators_only
    return case.has_role("member" if shared else "curator")


def is_steward(case: Case) -> bool:
    """S."""
    return case.has_role("steward")


def is_reader(case: Case) -> bool:
    """R: signed in, and holding one of the object's tokens. That a closed community is listed is no token of it."""
    if case.facts.kind == "community":
        opens = case.facts.visibility == "open" and "open" in case.viewer.tokens
        return case.viewer.is_signed_in and (opens or case.has_role("guest"))
    return case.viewer.is_signed_in and case.is_seen


def is_author(case: Case) -> bool:
    """Who wrote it: au."""
    return case.viewer.person_id is not None and case.viewer.person_id == case.facts.author_id


def is_asker(case: Case) -> bool:
    """Who opened the roadblock: as."""
    return case.viewer.person_id is not None and case.viewer.person_id == case.facts.asker_id


def is_owner(case: Case) -> bool:
    """ow: of the page, or of the system or task that a thread is about."""
    return case.viewer.person_id in case.facts.owner_ids or _owns(
        case, case.facts.system_id, case.facts.task_id
    )


def is_systems_owner(case: Case) -> bool:
    """ow, of the system that a thread is about."""
    return _owns(case, case.facts.system_id)


def _owns(case: Case, *places: str | None) -> bool:
    named = {one for one in places if one is not None}
    return bool(named) and not named.isdisjoint(owned_by(case.viewer.person_id))


def is_self(case: Case) -> bool:
    """self: one's own things."""
    if not case.viewer.is_signed_in:
        return False
    return case.facts.kind == "network" or case.facts.self_id == case.viewer.person_id


def is_administrator(case: Case) -> bool:
    """A."""
    return case.viewer.is_administrator


def is_keeper_of_the_networks_list(case: Case) -> bool:
    """A, of what belongs to the network and to no community."""
    return is_administrator(case) and not case.facts.community_id


def is_expert(case: Case) -> bool:
    """K: a reader with evidence in one of the object's topics, open or of this community; never its guest."""
    known = is_reader(case) and knows_about(case.viewer.person_id, case.facts.root, case.facts.community_id)
    return known and not _is_guest_of_it_alone(case)


def _is_guest_of_it_alone(case: Case) -> bool:
    """T: somebody let into this one thread, who reads it by that alone."""
    return case.viewer.tokens & opened_by(case.facts) == {f"p:{case.viewer.person_id}"}


def is_expert_after_silence(case: Case) -> bool:
    """K, once the asker has been silent for seven days."""
    return is_expert(case) and _asker_silent_for(case, SILENT)


def is_curator_after_silence(case: Case) -> bool:
    """C, once the asker has been silent for fourteen days."""
    return is_curator(case) and _asker_silent_for(case, LONG_SILENT)


def is_asker_alone(case: Case) -> bool:
    """as, while nobody else has written in it."""
    others = select(Post.id).where(
        Post.thread_id == case.facts.root, Post.author_id != case.facts.asker_id, Post.deleted_at.is_(None)
    )
    return is_asker(case) and session().scalars(others.limit(1)).first() is None


def is_deleter(case: Case) -> bool:
    """au, of a thing that they deleted themselves: a curator's deletion the author does not undo."""
    return is_author(case) and case.facts.deleted_by_id in (None, case.viewer.person_id)


def is_curators_deletion(case: Case) -> bool:
    """The curator who deleted it, or a steward: the author's own deletion only the author undoes."""
    if case.facts.deleted_by_id == case.facts.author_id:
        return False
    return is_steward(case) or (is_curator(case) and case.facts.deleted_by_id == case.viewer.person_id)


def is_not_author(case: Case) -> bool:
    """Anybody but who wrote it."""
    return not is_author(case)


def _asker_silent_for(case: Case, least: timedelta) -> bool:
    last_post = (
        select(func.max(Post.created_at))
        .where(Post.thread_id == case.facts.root, Post.author_id == case.facts.asker_id)
        .scalar_subquery()
    )
    row = session().execute(select(Thread.created_at, last_post).where(Thread.id == case.facts.root)).first()
    return row is not None and now() - max(at for at in row if at is not None) > least


SIGNS: dict[str, Callable[[Case], bool]] = {
    "X": is_anybody,
    "N": is_person,
    "G": is_guest,
    "M": is_member,
    "C": is_curator,
    "S": is_steward,
    "R": is_reader,
    "au": is_author,
    "as": is_asker,
    "ow": is_owner,
    "ow.system": is_systems_owner,
    "self": is_self,
    "A": is_administrator,
    "A.networks_list": is_keeper_of_the_networks_list,
    "K": is_expert,
    "K.after_7_days": is_expert_after_silence,
    "C.after_14_days": is_curator_after_silence,
    "as.alone": is_asker_alone,
    "au.own_deletion": is_deleter,
    "C.curators_deletion": is_curators_deletion,
    "not_au": is_not_author,
}
