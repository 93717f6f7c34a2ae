"""The demo's people: their rows go where nothing names them any more; else their accounts end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update

from community.access.audience import raise_epoch
from community.core import clockwork
from community.core.clock import now
from community.core.events import MembershipChanged, emit
from community.core.session import query, session, table_of
from community.uploads import erasing
from models import (
    ApiToken,
    Attachment,
    Audience,
    Epoch,
    Membership,
    OneTimeLink,
    Page,
    PageRevision,
    Person,
    Post,
    SignInSession,
    Stream,
    StreamEvent,
    Thread,
    Upload,
)

from .found import Ids, parts
from .rows import PERSONAL, delete_where, still_named

SOON = timedelta(minutes=1)


def let_go_of_pictures(ids: Ids) -> None:
    """Pictures that hung on what is gone, and hang on nothing else now: erased as those of deleted texts are."""
    for id_ in sorted(ids):
        clockwork.plan(erasing.ERASE, id_, now())


def hanging_on(roots: Ids) -> Ids:
    """The pictures that hang on these threads and pages."""
    return frozenset(
        id_
        for some in parts(roots)
        for id_ in query(select(Attachment.upload_id).where(Attachment.root.in_(some)).distinct()).scalars()
    )


def remove_people(people: Ids) -> Ids:
    """Delete whom nothing names any more, with what is theirs alone; end the accounts of the others.

    Returns:
        those who stay, as accounts that have ended.
    """
    _erase_pictures(people)
    kept = still_named(people)
    gone = people - kept
    scopes = frozenset(f"p:{id_}" for id_ in gone)
    inboxes = frozenset(f"inbox:{id_}" for id_ in gone)
    for column, ids in ((Audience.token, scopes), (Epoch.scope, scopes)):
        delete_where(column, ids)
    for column in (Stream.stream, StreamEvent.stream):
        delete_where(column, inboxes)
    for column in PERSONAL:
        delete_where(column, gone)
    delete_where(Person.id, gone)
    _end_accounts(kept)
    return kept


def _erase_pictures(people: Ids) -> None:
    """Those that people of the demo had sent and no text shows; their files are swept away."""
    table = table_of(Upload)
    for some in parts(people):
        shown = exists().where(Attachment.upload_id == Upload.id)
        done = query(delete(table).where(Upload.uploader_id.in_(some), ~shown))
        if done.rowcount and not clockwork.is_planned(erasing.SWEEP, erasing.ALL_FILES):
            clockwork.plan(erasing.SWEEP, erasing.ALL_FILES, now() + SOON)


def _end_accounts(people: Ids) -> None:
    """Nobody signs in as them any more, and their addresses are free for another demo."""
    at = now()
    for some in parts(people):
        ended: dict[str, Any] = {
            "deactivated_at": at,
            "password_hash": None,
            "email": Person.id + "@demo.example",
        }
        query(update(table_of(Person)).where(Person.id.in_(some)).values(ended))
        for model, column in (
            (SignInSession, "ended_at"),
            (ApiToken, "revoked_at"),
            (OneTimeLink, "used_at"),
        ):
            table = table_of(model)
            open_ones = (table.c.person_id.in_(some), table.c[column].is_(None))
            query(update(table).where(*open_ones).values({column: at}))
    for id_ in sorted(people):
        raise_epoch(f"p:{id_}")


def find_stewards(communities: Ids, demo: Ids) -> None:
    """Communities that stay without anybody who answers for them: whoever has written there does from now on."""
    for community_id in sorted(communities):
        if not _has_steward(community_id):
            for person_id in sorted(_writers(community_id) - demo):
                _make_steward(community_id, person_id)


def _has_steward(community_id: str) -> bool:
    living = (
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.community_id == community_id,
            Membership.role == "steward",
            Person.deactivated_at.is_(None),
        )
    )
    return query(living.limit(1)).first() is not None


def _writers(community_id: str) -> Ids:
    here = Thread.community_id == community_id
    written = (
        select(Thread.author_id).where(here),
        select(Post.author_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(here, Post.deleted_at.is_(None)),
        select(PageRevision.by_id)
        .join(Page, Page.id == PageRevision.page_id)
        .where(Page.community_id == community_id),
    )
    return frozenset(id_ for one in written for id_ in query(one.distinct()).scalars())


def _make_steward(community_id: str, person_id: str) -> None:
    there = session().get(Membership, (community_id, person_id), populate_existing=True)
    if there is None:
        there = Membership(community_id=community_id, person_id=person_id, since=now())
        session().add(there)
    there.role = "steward"
    session().flush()
    raise_epoch(f"p:{person_id}")
    emit(MembershipChanged(community_id=community_id, person_id=person_id, actor_id=None))
