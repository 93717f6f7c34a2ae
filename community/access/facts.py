"""What the law needs to know of an object: gathered once, as plain data, for every kind of object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from community.core.session import memo, query, session
from models import (
    Attachment,
    Audience,
    Community,
    Owner,
    Page,
    Person,
    Post,
    System,
    Task,
    Thread,
    Topic,
    Upload,
)

OPENNESS = ("open", "closed", "private")
Object = Thread | Post | Page | Community | Person | Topic | System | Task | Upload | None


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
    system_id: str | None = None
    task_id: str | None = None
    self_id: str | None = None
    # Of what has no audience of its own: an upload has that of what it hangs on.
    tokens: frozenset[str] = frozenset()


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
        case Upload():
            return _upload_facts(thing)
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
        system_id=thread.system_id,
        task_id=thread.task_id,
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
        system_id=thread.system_id,
        task_id=thread.task_id,
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
    system_id = kept.id if isinstance(kept, System) else None
    task_id = kept.id if isinstance(kept, Task) else None
    return Facts(id=kept.id, kind="topic", root=kept.id, system_id=system_id, task_id=task_id, **home)


_OWNED = select(Owner.object).where(Owner.person_id == bindparam("person"))


def owned_by(person_id: str | None) -> frozenset[str]:
    """The systems and tasks that somebody answers for; asked once per read snapshot or unit of work."""
    if person_id is None:
        return frozenset()
    kept: dict[str, frozenset[str]] = memo().setdefault("owned", {})
    if person_id not in kept:
        kept[person_id] = frozenset(query(_OWNED, {"person": person_id}).scalars())
    return kept[person_id]


_HANGS_ON: Any = (
    select(
        Attachment.root,
        func.coalesce(Thread.community_id, Page.community_id).label("home"),
        or_(Thread.deleted_at.is_not(None), Page.deleted_at.is_not(None), Post.deleted_at.is_not(None)).label(
            "gone"
        ),
    )
    .outerjoin(Thread, Thread.id == Attachment.root)
    .outerjoin(Page, Page.id == Attachment.root)
    .outerjoin(Post, Post.id == Attachment.object)
    .where(Attachment.upload_id == bindparam("upload"))
    .order_by(Attachment.at, Attachment.object)
)


def _upload_facts(upload: Upload) -> Facts:
    """Its tokens are those of everything it hangs on that stands; its home is the most open of theirs."""
    known: dict[str, Any] = {"id": upload.id, "root": upload.id, "author_id": upload.uploader_id}
    hangs_on = query(_HANGS_ON, {"upload": upload.id}).all()
    if not hangs_on:
        return Facts(kind="upload", **known, tokens=frozenset({f"p:{upload.uploader_id}"}))
    standing = [one for one in hangs_on if not one.gone]
    chosen = standing or hangs_on
    tokens = frozenset().union(*(audience(root) for root in {one.root for one in chosen}))
    homes = [session().get_one(Community, id_) for id_ in sorted({one.home for one in chosen})]
    home = min(homes, key=lambda one: OPENNESS.index(one.visibility))
    return Facts(kind="upload", **known, tokens=tokens, root_deleted=not standing, **_home(home))


def opened_by(known: Facts) -> frozenset[str]:
    """The tokens that open whatever these facts are of."""
    return known.tokens or audience(known.root)


def audience(root: str) -> frozenset[str]:
    """The tokens that open a root object; asked once per read snapshot or unit of work."""
    kept: dict[str, frozenset[str]] = memo().setdefault("audience", {})
    if root not in kept:
        kept[root] = frozenset(session().scalars(select(Audience.token).where(Audience.object == root)))
    return kept[root]
