"""What the law needs to know of an object: gathered once, as plain data, for every kind of object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from community.core.session import memo, session
from models import Audience, Community, Page, Person, Post, System, Task, Thread, Topic

Object = Thread | Post | Page | Community | Person | Topic | System | Task | None


@dataclass(frozen=True)
class Facts:
    """An object as the table sees it."""

    id: str = ""
    kind: str = "network"
    root: str = ""
    community_id: str = ""
    visibility: str = "open"
    curators_only: bool = False
    archived: bool = False
    locked: bool = False
    deleted: bool = False
    root_deleted: bool = False
    deleted_by_id: str | None = None
    author_id: str | None = None
    asker_id: str | None = None
    owner_ids: frozenset[str] = field(default_factory=frozenset)
    self_id: str | None = None


def facts(thing: Object) -> Facts:  # noqa: PLR0911  one for each kind
    """The facts of whatever the law knows; None is the network itself."""
    match thing:
        case None:
            return Facts()
        case Community():
            return Facts(id=thing.id, kind="community", root=thing.id, **_home(thing))
        case Person():
            return Facts(id=thing.id, kind="person", root=thing.id, self_id=thing.id)
        case Thread():
            return _thread_facts(thing)
        case Post():
            return _post_facts(thing)
        case Page():
            return _page_facts(thing)
        case Topic() | System() | Task():
            return _kept_facts(thing)
    raise TypeError(f"the law does not know {type(thing).__name__}")


def _home(community: Community) -> dict[str, Any]:
    return {
        "community_id": community.id,
        "visibility": community.visibility,
        "curators_only": community.curators_only,
        "archived": community.archived_at is not None,
    }


def _thread_facts(thread: Thread) -> Facts:
    return Facts(
        id=thread.id,
        kind="thread",
        root=thread.id,
        locked=thread.locked_at is not None,
        deleted=thread.deleted_at is not None,
        deleted_by_id=thread.deleted_by_id,
        author_id=thread.author_id,
        asker_id=thread.author_id,
        **_home(thread.community),
    )


def _post_facts(post: Post) -> Facts:
    thread = post.thread
    return Facts(
        id=post.id,
        kind="post",
        root=thread.id,
        locked=thread.locked_at is not None,
        deleted=post.deleted_at is not None,
        root_deleted=thread.deleted_at is not None,
        deleted_by_id=post.deleted_by_id,
        author_id=post.author_id,
        asker_id=thread.author_id,
        **_home(thread.community),
    )


def _page_facts(page: Page) -> Facts:
    return Facts(
        id=page.id,
        kind="page",
        root=page.id,
        deleted=page.deleted_at is not None,
        deleted_by_id=page.deleted_by_id,
        author_id=page.owner_id,
        owner_ids=frozenset({page.owner_id}),
        **_home(page.community),
    )


def _kept_facts(kept: Topic | System | Task) -> Facts:
    community = session().get(Community, kept.community_id) if kept.community_id else None
    home = _home(community) if community else {}
    owners = (
        frozenset({kept.created_by_id}) if kept.created_by_id and not isinstance(kept, Topic) else frozenset()
    )
    return Facts(id=kept.id, kind="topic", root=kept.id, owner_ids=owners, **home)


def audience(root: str) -> frozenset[str]:
    """The tokens that open a root object; asked once per read snapshot or unit of work."""
    kept: dict[str, frozenset[str]] = memo().setdefault("audience", {})
    if root not in kept:
        kept[root] = frozenset(session().scalars(select(Audience.token).where(Audience.object == root)))
    return kept[root]
