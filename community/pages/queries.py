"""Reading pages: lists, one page's frame, its versions. Every statement starts at VISIBLE.

The writer of a version that was written up by somebody who asked without a name (`by_shown` false) never leaves
the query, not even for administrators.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, select, tuple_
from sqlalchemy.orm import aliased

from community.access.check import may
from community.access.permissions import Permission
from community.access.visibility import VISIBLE, seeing
from community.core.errors import NotFound
from community.core.paging import LIMIT, Paged, both_ways, decode, encode
from community.core.session import query, session
from community.core.viewer import Viewer
from community.reading.queries import CHANGED_SINCE
from models import About, Community, Outcome, Page, PageRevision, Person, System, Task, Topic

SEPARATOR = "\x1f"
VERSIONS_AT_ONCE = 40

_topics = (
    select(func.aggregate_strings(Topic.name, SEPARATOR))
    .join(About, About.topic_id == Topic.id)
    .where(About.object == Page.id, VISIBLE[Topic])
    .correlate(Page)
    .scalar_subquery()
    .label("topics")
)


def _counted(said: str) -> Any:
    found = select(func.count()).where(Outcome.object == Page.id, Outcome.said == said).correlate(Page)
    return found.scalar_subquery().label(said)


_mine = (
    select(Outcome.said)
    .where(Outcome.object == Page.id, Outcome.person_id == bindparam("me"))
    .correlate(Page)
    .scalar_subquery()
    .label("mine")
)
_FIRST, _LAST = aliased(PageRevision), aliased(PageRevision)
_FIRST_BY, _LAST_BY = aliased(Person), aliased(Person)


def _shown(version: Any, column: Any, label: str) -> Any:
    return case((version.by_shown, column), else_=None).label(label)


LISTED: Any = (
    select(
        Page.id,
        Page.kind,
        Page.title,
        Page.success,
        Page.role,
        Page.revision,
        Page.activity,
        Page.seq,
        Page.changed_seq,
        Page.created_at,
        Page.changed_at,
        Community.slug.label("community_slug"),
        Community.name.label("community_name"),
        Community.visibility.label("community_visibility"),
        System.name.label("system_name"),
        System.slug.label("system_slug"),
        Task.name.label("task_name"),
        Task.slug.label("task_slug"),
        _topics,
        _counted("worked"),
        _counted("failed"),
        _counted("unsafe"),
        _mine,
        _shown(_LAST, _LAST_BY.handle, "last_handle"),
        _shown(_LAST, _LAST_BY.name, "last_name"),
    )
    .join(Community, Community.id == Page.community_id)
    .join(_LAST, and_(_LAST.page_id == Page.id, _LAST.n == Page.revision))
    .join(_LAST_BY, _LAST_BY.id == _LAST.by_id)
    .outerjoin(System, and_(System.id == Page.system_id, VISIBLE[System]))
    .outerjoin(Task, and_(Task.id == Page.task_id, VISIBLE[Task]))
    .where(VISIBLE[Page])
)
_HEAD: Any = (
    LISTED.add_columns(
        Page.body,
        Page.body_html,
        CHANGED_SINCE,
        _shown(_FIRST, _FIRST_BY.handle, "first_handle"),
        _shown(_FIRST, _FIRST_BY.name, "first_name"),
    )
    .join(_FIRST, and_(_FIRST.page_id == Page.id, _FIRST.n == 1))
    .join(_FIRST_BY, _FIRST_BY.id == _FIRST.by_id)
    .where(Page.id == bindparam("page"))
)
_ORDER = (Page.activity.desc(), Page.id.desc())
_IN_COMMUNITY = LISTED.where(Page.community_id == bindparam("community"))
_HERE, _THERE = tuple_(Page.activity, Page.id), tuple_(bindparam("activity"), bindparam("last"))
_OF_KIND = Page.kind == bindparam("kind")
# What got most people through stands first.
_worked = _counted("worked")
_USEFUL: Any = (
    select(Page.id, Page.title, Page.kind, _worked)
    .where(VISIBLE[Page], Page.community_id == bindparam("community"))
    .order_by(_worked.desc(), *_ORDER)
)
_VERSIONS: Any = (
    select(
        PageRevision.n,
        PageRevision.title,
        PageRevision.kind,
        PageRevision.summary,
        PageRevision.minor,
        PageRevision.at,
        PageRevision.by_shown,
        _shown(PageRevision, Person.id, "person_id"),
        _shown(PageRevision, Person.handle, "handle"),
        _shown(PageRevision, Person.name, "name"),
    )
    .join(Page, Page.id == PageRevision.page_id)
    .join(Person, Person.id == PageRevision.by_id)
    .where(VISIBLE[Page], PageRevision.page_id == bindparam("page"))
)
_VERSIONS_DOWN = _VERSIONS.where(PageRevision.n < bindparam("below")).order_by(PageRevision.n.desc())
_VERSION = _VERSIONS.add_columns(PageRevision.body, PageRevision.success).where(
    PageRevision.n == bindparam("n")
)
_VERSIONS_SINCE = _VERSIONS.where(PageRevision.n > bindparam("n")).order_by(PageRevision.n)
_HOMES = (
    select(Community)
    .where(Community.id.in_(bindparam("mine", expanding=True)), VISIBLE[Community])
    .order_by(Community.name)
)


@dataclass(frozen=True)
class Home:
    """A community where somebody may write a page."""

    slug: str
    name: str
    visibility: str


def head(viewer: Viewer, page: Page) -> Row[Any]:
    """One page with what stands around its text.

    Raises:
        NotFound: it is not seen (any more).
    """
    values = {**seeing(viewer), "page": page.id, "me": viewer.person_id}
    found: Row[Any] | None = query(_HEAD, values).first()
    if found is None:
        raise NotFound
    return found


def in_community(  # noqa: PLR0913  a list with all that it is chosen by
    viewer: Viewer,
    community: Community,
    *,
    limit: int = LIMIT,
    after: str | None = None,
    before: str | None = None,
    kind: str = "",
) -> Paged[Row[Any]]:
    """A community's pages, newest activity first; `before` goes back.

    Raises:
        Invalid: a cursor that is not ours.
    """
    values = {**seeing(viewer), "community": community.id, "me": viewer.person_id}
    statement = _IN_COMMUNITY.where(_OF_KIND) if kind else _IN_COMMUNITY
    if kind:
        values["kind"] = kind
    if cursor := before or after:
        values["activity"], values["last"] = decode(cursor, int, str)
        statement = statement.where(_HERE > _THERE if before else _HERE < _THERE)
    order = (Page.activity, Page.id) if before else _ORDER
    rows = query(statement.order_by(*order).limit(limit + 1), values).all()
    return both_ways(rows, limit, lambda row: encode(row.activity, row.id), after=after, before=before)


def most_useful(viewer: Viewer, community: Community, most: int) -> Sequence[Row[Any]]:
    """The pages of a community that got most people through."""
    return query(_USEFUL.limit(most), {**seeing(viewer), "community": community.id}).all()


def topic_names(row: Row[Any]) -> list[str]:
    """The topics of a page as it was read, by name."""
    return sorted(row.topics.split(SEPARATOR)) if row.topics else []


def homes(viewer: Viewer) -> list[Home]:
    """The communities where the viewer may write a page, by name."""
    if not viewer.roles:
        return []
    values = {**seeing(viewer), "mine": sorted(viewer.roles)}
    return [
        Home(one.slug, one.name, one.visibility)
        for one in session().scalars(_HOMES, values)
        if may(viewer, Permission.PAGE_CREATE, one)
    ]


def versions(
    viewer: Viewer, page: Page, *, limit: int = VERSIONS_AT_ONCE, after: str | None = None
) -> Paged[Row[Any]]:
    """A page's versions, newest first.

    Raises:
        Invalid: a cursor that is not ours.
    """
    below = decode(after, int)[0] if after else page.revision + 1
    values = {**seeing(viewer), "page": page.id, "below": below}
    rows = query(_VERSIONS_DOWN.limit(limit + 1), values).all()
    more = len(rows) > limit
    rows = rows[:limit]
    return Paged(rows, encode(rows[-1].n) if more else None)


def version(viewer: Viewer, page: Page, n: int) -> Row[Any]:
    """One version with its text.

    Raises:
        NotFound: there is none of that number.
    """
    found: Row[Any] | None = (
        query(_VERSION, {**seeing(viewer), "page": page.id, "n": n}).first()
        if 1 <= n <= page.revision
        else None
    )
    if found is None:
        raise NotFound
    return found


def names_since(viewer: Viewer, page: Page, n: int) -> list[str]:
    """Who has written versions since, each once, without those whose names are not shown."""
    rows: Sequence[Row[Any]] = query(
        _VERSIONS_SINCE.limit(100), {**seeing(viewer), "page": page.id, "n": n}
    ).all()
    return list(dict.fromkeys(row.name for row in rows if row.name and row.handle != viewer.handle))
