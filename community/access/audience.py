"""Giving objects their audience, and keeping what was narrowed out of search until the index has followed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from community.core.clock import now
from community.core.session import database, memo, session
from models import Audience, Block, Community, Epoch


def home_tokens(community: Community) -> tuple[str, ...]:
    """The tokens of what is written in a community now."""
    return (community.token, "open", "public") if community.visibility == "open" else (community.token,)


def give_home(object_id: str, community: Community) -> None:
    """A new root object gets its home's audience."""
    session().flush()
    session().execute(
        insert(Audience),
        [{"object": object_id, "token": token, "source": "home"} for token in home_tokens(community)],
    )
    memo().clear()


def give(object_id: str, tokens: Iterable[str], source: str = "home") -> None:
    """An object gets just these tokens."""
    session().flush()
    rows = [{"object": object_id, "token": token, "source": source} for token in sorted(set(tokens))]
    session().execute(insert(Audience), rows)
    memo().clear()


def tokens_of(object_id: str) -> frozenset[str]:
    """The tokens an object has now."""
    return frozenset(session().scalars(select(Audience.token).where(Audience.object == object_id)))


def block(object_ids: Iterable[str]) -> None:
    """Have search subtract these until the index has followed."""
    ids = set(object_ids)
    known = set(session().scalars(select(Block.object).where(Block.object.in_(ids))))
    rows = [{"object": id_, "at": now()} for id_ in sorted(ids - known)]
    if rows:
        session().execute(insert(Block), rows)


def unblock(object_ids: Iterable[str]) -> None:
    """The index has followed."""
    session().execute(delete(Block).where(Block.object.in_(tuple(object_ids))))


def raise_epoch(scope: str) -> None:
    """What was cached under this scope ('public', 'p:ID', 'c:ID') is void from this commit on."""
    row = session().get(Epoch, scope, with_for_update=None if database().is_sqlite else {})
    if row is None:
        session().add(Epoch(scope=scope, number=1))
    else:
        row.number += 1
