"""Giving objects their audience, and keeping what was narrowed out of search until the index has followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, and_, delete, insert, literal, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from community.core.clock import now
from community.core.session import database, memo, session
from models import (
    Audience,
    Block,
    Community,
    Epoch,
    Evidence,
    Page,
    System,
    Task,
    Thread,
    Topic,
    UtcDateTime,
)

# SQLite takes a bounded number of parameters in one statement.
AT_ONCE = 500


def home_tokens(community: Community) -> tuple[str, ...]:
    """The tokens of what is written in a community now."""
    return (community.token, "open", "public") if community.visibility == "open" else (community.token,)


def give_home(object_id: str, community: Community) -> None:
    """A new root object gets its home's audience."""
    give_homes((object_id,), community)


def give_homes(object_ids: Iterable[str], community: Community) -> None:
    """New root objects get their home's audience.

    Once their rows are there, their references hold the community's row on PostgreSQL, so that nobody narrows it
    meanwhile; what was read before may be old, hence the refreshing.
    """
    session().flush()
    present = session().get_one(Community, community.id, populate_existing=True)
    tokens = home_tokens(present)
    rows = [{"object": id_, "token": token, "source": "home"} for id_ in object_ids for token in tokens]
    if rows:
        session().execute(insert(Audience), rows)
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


def all_may_read(object_id: str, other_id: str) -> bool:
    """Whether everybody who reads the one object may read the other.

    Whoever opens something by a community's token or their own belongs to the network, and reads what is open to it;
    only signed-out readers do not.
    """
    others = tokens_of(other_id)
    missing = tokens_of(object_id) - others
    return not missing or ("open" in others and "public" not in missing)


def block(object_ids: Iterable[str]) -> None:
    """Have search subtract these until the index has followed. One that is blocked already is blocked anew."""
    rows = [{"object": id_, "at": now()} for id_ in sorted(set(object_ids))]
    if rows:
        first = _dialect().insert(Block)
        again = first.on_conflict_do_update(index_elements=["object"], set_={"at": first.excluded.at})
        session().execute(again, rows)


def unblock(object_ids: Iterable[str]) -> None:
    """They may be found again, whatever the index says."""
    session().execute(delete(Block).where(Block.object.in_(tuple(object_ids))))


def blocks(object_ids: Iterable[str] | None = None) -> dict[str, datetime]:
    """Which of these are blocked (None: which at all), and since when. Read before the index is given anything."""
    chosen = select(Block.object, Block.at)
    if object_ids is not None:
        chosen = chosen.where(Block.object.in_(tuple(object_ids)))
    return {row.object: row.at for row in session().execute(chosen)}


def followed(seen: Mapping[str, datetime]) -> None:
    """The index has followed what these blocks were written for; one written anew meanwhile stays."""
    by_time: dict[datetime, list[str]] = {}
    for id_, at in seen.items():
        by_time.setdefault(at, []).append(id_)
    for at, ids in by_time.items():
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            session().execute(delete(Block).where(Block.object.in_(some), Block.at == at))


def close_home(community: Community) -> None:
    """A community is no longer open: what stands in it is, from this commit on, for those who have a role there.

    Its roots lose `open`, `public` and what was granted to others; search subtracts them until the index has
    followed. Set by set, however many there are. Guests of single threads stay.
    """
    session().flush()
    widely = and_(
        Audience.object.in_(_roots(community.id)),
        Audience.token != community.token,
        Audience.source != "guest",
    )
    lost = select(Audience.object, literal(now(), UtcDateTime())).where(widely).distinct()
    blocks = _dialect().insert(Block).from_select(["object", "at"], lost)
    again = blocks.on_conflict_do_update(index_elements=["object"], set_={"at": blocks.excluded.at})
    homely = update(Evidence).where(Evidence.community_id == community.id).values(is_open=False)
    for statement in (again, delete(Audience).where(widely), homely):
        session().execute(statement, execution_options={"synchronize_session": False})
    raise_epoch("public")
    raise_epoch(community.token)
    memo().clear()


def _roots(community_id: str) -> CompoundSelect[str]:
    return union_all(
        *(
            select(kind.id).where(kind.community_id == community_id)
            for kind in (Thread, Page, Topic, System, Task)
        )
    )


def raise_epoch(scope: str) -> None:
    """What was cached under this scope ('public', 'p:ID', 'c:ID') is void from this commit on."""
    first = _dialect().insert(Epoch).values(scope=scope, number=1)
    session().execute(
        first.on_conflict_do_update(index_elements=["scope"], set_={"number": Epoch.number + 1})
    )


def _dialect() -> Any:
    return sqlite if database().is_sqlite else postgresql
