"""The three questions: `allowed`, `require`, and `fetch`, which loads and checks in one step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from community.core.errors import Denied, FreshSignInNeeded, Gone, MovedOn, NotFound, NotSignedIn
from community.core.normal import storable
from community.core.session import memo, query, session
from community.core.viewer import Viewer
from models import Community, FormerSlug, Page, Person, Post, System, Task, Thread, Topic, Upload

from .facts import Facts, Object, facts, opened_by
from .permissions import Permission
from .predicates import SIGNS, Case
from .rules import ADMIN_SCOPE, FRESH_ONLY, ON_ARCHIVED, ON_DELETED, READ_SCOPE, READING, RULES
from .standing import as_of_now
from .visibility import HELD, seeing

M = TypeVar("M", Thread, Post, Page, Community, Person, Topic, System, Task, Upload)
COLUMNS = {"open": 0, "closed": 1, "private": 2}

# Tests listen here to learn which permissions a call asked for.
_asked: ContextVar[list[Permission] | None] = ContextVar("asked", default=None)


@contextmanager
def recording() -> Iterator[list[Permission]]:
    """Gather every permission asked for within."""
    asked: list[Permission] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def is_seen(viewer: Viewer, known: Facts) -> bool:
    """Whether the viewer may know that the object exists: one token in common, deleted or not."""
    if known.kind == "network" or viewer.standing == "command_line":
        return True
    if known.kind == "person":
        return viewer.is_signed_in
    if known.kind == "community":
        return _finds(viewer, known)
    if (viewer.tokens, known.root) in memo().get("seen", ()):
        return True
    return bool(viewer.tokens & opened_by(known))


def _finds(viewer: Viewer, community: Facts) -> bool:
    who = seeing(viewer)
    listed = who[f"finds_{community.visibility}"] if community.visibility != "private" else False
    return bool(listed) or f"c:{community.id}" in viewer.tokens


def may(viewer: Viewer, permission: Permission, thing: Object = None) -> bool:
    """Whether the table says yes. For drawing buttons; asks nothing on the record."""
    return may_with(viewer, permission, facts(thing))


def may_with(viewer: Viewer, permission: Permission, known: Facts) -> bool:
    """The same for facts that are at hand, where loading each object would cost a query a row."""
    return is_seen(viewer, known) and _permits(viewer, permission, known)


def allowed(viewer: Viewer, permission: Permission, thing: Object = None) -> bool:
    """Whether the viewer sees the object and may do this with it. On the record."""
    _note(permission)
    return may(viewer, permission, thing)


def _note(permission: Permission) -> None:
    asked = _asked.get()
    if asked is not None:
        asked.append(permission)


def _permits(viewer: Viewer, permission: Permission, known: Facts) -> bool:
    return (
        not _is_gone(permission, known)
        and not _is_shut(permission, known)
        and _in_scope(viewer, permission)
        and _table_says(viewer, permission, known)
    )


def _is_gone(permission: Permission, known: Facts) -> bool:
    """Deleted, and this is nothing that is done with deleted things. What stood in a deleted root is gone with it."""
    return known.root_deleted or (known.deleted and permission not in ON_DELETED)


def _is_shut(permission: Permission, known: Facts) -> bool:
    """Archived or locked, and this would change it."""
    return (known.archived or known.locked) and permission not in ON_ARCHIVED


def _in_scope(viewer: Viewer, permission: Permission) -> bool:
    if viewer.scope == "session":
        return True
    if permission in FRESH_ONLY:
        return False
    if permission in READ_SCOPE:
        return True
    return viewer.scope == "admin" or (viewer.scope == "write" and permission not in ADMIN_SCOPE)


def _table_says(viewer: Viewer, permission: Permission, known: Facts) -> bool:
    case = Case(viewer, known, is_seen=True)
    cell = RULES[permission][COLUMNS[known.visibility]]
    return any(all(SIGNS[sign](case) for sign in group.split("+")) for group in cell.split())


def insist(viewer: Viewer, permission: Permission, thing: Object = None) -> None:
    """Insist at the edge, where nothing is to be loaded by an id: on the network, or on what was already fetched.

    Raises:
        NotFound, Gone, NotSignedIn, Denied, FreshSignInNeeded: as `require`.
    """
    _note(permission)
    _insist(viewer, permission, facts(thing))


def require(actor: Viewer, permission: Permission, thing: Object = None) -> None:
    """Insist, within an action: asks the actor's standing anew, as it is in this unit of work.

    Raises:
        NotFound: not seen (any more).
        Gone: deleted, said to those who could read it.
        Denied: seen but not permitted.
        FreshSignInNeeded: an act that needs a browser and a recent sign-in.
    """
    _note(permission)
    _insist(as_of_now(actor), permission, facts(thing))


def _insist(viewer: Viewer, permission: Permission, known: Facts) -> None:
    if not is_seen(viewer, known):
        raise NotFound
    if _is_gone(permission, known):
        raise Gone
    permitted = not _is_shut(permission, known) and _table_says(viewer, permission, known)
    # Only who may do it at all is asked for the password again.
    if permitted and permission in FRESH_ONLY and not viewer.is_fresh and viewer.standing != "command_line":
        raise FreshSignInNeeded(permission=permission.code)
    if not permitted or not _in_scope(viewer, permission):
        if not viewer.is_signed_in and viewer.standing == "signed_out" and permission not in READING:
            raise NotSignedIn
        raise Denied(permission=permission.code, who=RULES[permission][COLUMNS[known.visibility]])


def fetch(viewer: Viewer, model: type[M], id_: str, permission: Permission) -> M:
    """Load an object and make sure that this viewer may see it and do this with it: one step, one answer.

    Args:
        viewer: who asks.
        model: Thread, Post, Page, Community (by slug), Person (by handle), Topic, System, Task or Upload.
        id_: its id, slug or handle, as typed by anybody.
        permission: what is to be done with it.

    Raises:
        NotFound: missing or not seen, alike; MovedOn, a kind of it, where a community had this slug.
        Gone: deleted, said only to those who could read it.
        Denied: seen but not permitted.
    """
    _note(permission)
    if storable(id_) != id_:  # NUL and lone surrogates, which no database takes
        raise NotFound
    found = session().execute(_by_id(model), {**seeing(viewer), "id": id_}).scalars().first()
    if found is None:
        if model is Community:
            _lead_on(viewer, id_)
        raise NotFound
    known = facts(found)
    if known.kind not in ("community", "person"):
        # The row was found through its audience, so `is_seen` need not ask for it again.
        memo().setdefault("seen", set()).add((viewer.tokens, known.root))
    _insist(viewer, permission, known)
    return found


_PRESENT = (
    select(Community.slug)
    .join(FormerSlug, FormerSlug.community_id == Community.id)
    .where(FormerSlug.slug == bindparam("id"), HELD[Community])
    .order_by(FormerSlug.until.desc(), Community.id)
    .limit(1)
)


def _lead_on(viewer: Viewer, slug: str) -> None:
    """Say where a community is now that had this slug, if the viewer finds it. Asked alike for what never was."""
    present = query(_PRESENT, {**seeing(viewer), "id": slug}).scalar()
    if present is not None:
        raise MovedOn(slug, present)


def _by_id(model: type[M]) -> Select[M]:
    if model not in _FETCH:
        _FETCH[model] = _fetch_statement(model)
    return _FETCH[model]


def _fetch_statement(model: Any) -> Select[Any]:
    key: Any = {Community: Community.slug, Person: Person.handle}.get(model, getattr(model, "id", None))
    statement = select(model).where(key == bindparam("id"), HELD[model])
    if model is Post:
        statement = statement.join(Post.thread).options(
            contains_eager(Post.thread).joinedload(Thread.community)
        )
    if model is Thread or model is Page:
        statement = statement.options(joinedload(model.community))
    return statement


_FETCH: dict[Any, Select[Any]] = {}


def explain(viewer: Viewer, permission: Permission, thing: Object = None) -> str:
    """Why the answer is what it is, in a line, for people who read the code or run `doctor`."""
    known = facts(thing)
    cell = RULES[permission][COLUMNS[known.visibility]] or "nobody"
    return f"{permission.code} on {known.kind} ({known.visibility}): {cell}; seen: {is_seen(viewer, known)}"
