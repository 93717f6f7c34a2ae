"""Taking things to another home: who reads them there. Never more people than before."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, insert, or_, select, update

from community.core.session import memo, session
from models import Audience, Community, Evidence

from .audience import block, home_tokens, raise_epoch


def covers(wide: Collection[str], narrow: Collection[str]) -> bool:
    """Whether everybody who holds one of `narrow` holds one of `wide`; every person of the network holds `open`."""
    people = set(narrow) - {"public"} if "open" in wide else set()
    return set(narrow) - people <= set(wide)


def tokens_there(had: Collection[str], home: Community) -> frozenset[str]:
    """What opens in its new home what was opened by `had`: the home's own; wider ones only where it had them."""
    return frozenset({home.token, *(set(home_tokens(home)) & set(had))})


def tokens_of_all(ids: Collection[str]) -> dict[str, frozenset[str]]:
    """The tokens of several things, in one query."""
    found: dict[str, set[str]] = {id_: set() for id_ in ids}
    if found:
        rows = select(Audience.object, Audience.token).where(Audience.object.in_(tuple(found)))
        for row in session().execute(rows):
            found[row.object].add(row.token)
    return {id_: frozenset(tokens) for id_, tokens in found.items()}


def rehome(ids: Collection[str], home: Community) -> None:
    """Give threads or pages the audience of their new home, within the caller's unit of work.

    What some could read and cannot any more is silent from this commit on: lists, cached pages, search. Grants end;
    somebody let into one thread stays only where everybody reads, or they would learn of a home that is not theirs.

    Args:
        ids: threads and pages; their rows name the new home already.
        home: held by the caller, so that nobody narrows it meanwhile.
    """
    session().flush()
    before = tokens_of_all(ids)
    after = {id_: tokens_there(had, home) for id_, had in before.items()}
    shut = [id_ for id_, there in after.items() if "open" not in there]
    lost = {id_: had for id_, had in before.items() if not covers(after[id_], had)}
    leave = or_(Audience.source != "guest", Audience.object.in_(shut))
    session().execute(delete(Audience).where(Audience.object.in_(ids), leave))
    rows = [
        {"object": id_, "token": token, "source": "home"}
        for id_, there in after.items()
        for token in sorted(there)
    ]
    session().execute(insert(Audience), rows)
    known = update(Evidence).where(Evidence.root.in_(ids))
    session().execute(
        known.values(community_id=home.id, is_open=Evidence.root.not_in(shut)),
        execution_options={"synchronize_session": False},
    )
    block(lost)
    if any("public" in had for had in lost.values()):
        raise_epoch("public")
    memo().clear()
