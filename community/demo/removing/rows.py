"""Which rows go with what goes: the one place that says so, table by table.

A test holds it to the schema: every table stands in ROWS, PERSONAL or LEFT, so that a new one is thought of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, delete, select

import models as m
from community.core.session import query, table_of

from .found import Found, Ids, parts

Named = Callable[[Found], Ids]


@dataclass(frozen=True)
class Rows:
    """Rows of a table that go where this column names something that goes."""

    column: Any
    named: Named


def _roots(found: Found) -> Ids:
    return found.roots


def _texts(found: Found) -> Ids:
    return found.roots | found.posts


def _threads(found: Found) -> Ids:
    return found.threads


def _pages(found: Found) -> Ids:
    return found.pages


def _entries(found: Found) -> Ids:
    return found.entries


def _communities(found: Found) -> Ids:
    return found.communities


def _streams(found: Found) -> Ids:
    kinds = (("thread", found.threads), ("page", found.pages), ("list", found.communities))
    return frozenset(f"{kind}:{id_}" for kind, ids in kinds for id_ in ids)


def _scopes(found: Found) -> Ids:
    return frozenset(f"c:{id_}" for id_ in found.communities)


ROWS: tuple[Rows, ...] = (
    Rows(m.About.object, _roots),
    Rows(m.About.topic_id, _entries),
    Rows(m.Attachment.root, _roots),
    Rows(m.Audience.object, lambda found: found.roots | found.entries),
    Rows(m.Audience.token, _scopes),
    Rows(m.Community.id, _communities),
    Rows(m.DueWork.object, _texts),
    Rows(m.Epoch.scope, _scopes),
    Rows(m.Evidence.root, _roots),
    Rows(m.Evidence.topic_id, _entries),
    Rows(m.Following.object, lambda found: found.objects | found.people),
    Rows(m.FormerName.object, _entries),
    Rows(m.FormerSlug.community_id, _communities),
    Rows(m.Link.thread_id, _threads),
    Rows(m.Link.other_id, _threads),
    Rows(m.Membership.community_id, _communities),
    Rows(m.Notification.root, lambda found: found.roots | found.communities),
    Rows(m.Offered.object, _roots),
    Rows(m.Outcome.root, _roots),
    Rows(m.Owner.object, _entries),
    Rows(m.Page.id, _pages),
    Rows(m.PageRevision.page_id, _pages),
    Rows(m.Pointed.thread_id, _threads),
    Rows(m.Post.thread_id, _threads),
    Rows(m.Promotion.page_id, _pages),
    Rows(m.Promotion.thread_id, _threads),
    Rows(m.ReadMark.object, _roots),
    Rows(m.SameAs.thread_id, _threads),
    Rows(m.SameAs.other_id, _threads),
    Rows(m.SameProblem.thread_id, _threads),
    Rows(m.Solution.thread_id, _threads),
    Rows(m.Stream.stream, _streams),
    Rows(m.StreamEvent.stream, _streams),
    Rows(m.System.id, _entries),
    Rows(m.Task.id, _entries),
    Rows(m.TextVersion.object, _texts),
    Rows(m.Thread.id, _threads),
    Rows(m.Topic.id, _entries),
    Rows(m.Waiting.thread_id, _threads),
    Rows(m.Warned.root, _roots),
)
# What is a person's alone and goes with them; that it names them keeps nobody.
PERSONAL: tuple[Any, ...] = (
    m.AddressChange.person_id,
    m.ApiToken.person_id,
    m.Appointment.person_id,
    m.Evidence.person_id,
    m.Following.person_id,
    m.IdempotencyKey.person_id,
    m.Membership.person_id,
    m.Notification.person_id,
    m.Offered.person_id,
    m.OneTimeLink.person_id,
    m.Owner.person_id,
    m.Pointed.person_id,
    m.ProfileClaim.by_id,
    m.ProfileClaim.profile_id,
    m.ReadMark.person_id,
    m.SignInSession.person_id,
    m.Unfinished.person_id,
)
# Written anew, gone through elsewhere, or over by themselves after a while.
LEFT: dict[str, str] = {
    "block": "written anew: search goes without what is gone until the index has followed",
    "deliveries": "go with their events",
    "events": "those that name what is gone: removing/log.py",
    "failed_sign_in": "by a hash of what was typed; tidied within the hour",
    "imported": "the demo's own record: removing/actions.py",
    "network_setting": "the network's own, whoever looks around in it",
    "person": "those whom nothing names any more: removing/people.py",
    "saved_limit": "over by itself",
    "upload": "those that hang on nothing any more: removing/people.py",
}


def delete_rows(found: Found) -> None:
    """Delete whatever goes with what was found, by the set; tables that are pointed to come last."""
    every = tuple((rows.column, rows.named(found)) for rows in ROWS)
    for table in reversed(m.Base.metadata.sorted_tables):
        for column, ids in every:
            if table_of(column.class_) is table:
                delete_where(column, ids)


def delete_where(column: Any, ids: Ids) -> None:
    """Delete the rows in which a column is one of these."""
    for some in parts(ids):
        query(delete(table_of(column.class_)).where(column.in_(some)))


def still_named(people: Ids) -> Ids:
    """Those whom something still names that is not theirs alone."""
    return frozenset(id_ for column in _naming_people() for id_ in _among(column, people))


def _among(column: Column[Any], people: Ids) -> Iterator[str]:
    for some in parts(people):
        yield from query(select(column).where(column.in_(some)).distinct()).scalars()


def _naming_people() -> Iterator[Column[Any]]:
    """Every column of the schema that names somebody: by reference, or as who did something ('by_id')."""
    personal = {table_of(column.class_) for column in PERSONAL}
    for table in m.Base.metadata.sorted_tables:
        if table not in personal:
            yield from (column for column in table.columns if _names_somebody(table, column))


def _names_somebody(table: Table, column: Column[Any]) -> bool:
    points = any(key.column.table.name == "person" for key in column.foreign_keys)
    return points or (column.name.endswith("by_id") and table.name != "person")
