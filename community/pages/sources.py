"""Where pages come from, as far as this reader may read it: roadblocks and tips that were written up.

The name of somebody who asked without one never leaves the query.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from community.access.visibility import VISIBLE, seeing
from community.core.session import memo, session
from community.core.viewer import Viewer
from models import Person, Post, Promotion, Solution, TextVersion, Thread, Warned

_ASKER, _ANSWERER = aliased(Person), aliased(Person)


def _named(shown: Any, person: Any, column: str, label: str) -> Any:
    return case((shown, getattr(person, column)), else_=None).label(label)


_versions = (
    select(func.coalesce(func.max(TextVersion.n), 0))
    .where(TextVersion.object == Promotion.subject)
    .correlate(Promotion)
    .scalar_subquery()
)
# What is said of a solution counts in every page that holds it.
_warning = (
    select(Warned.reason)
    .where(Warned.object == Promotion.subject, Warned.lifted_at.is_(None), Warned.held_at.is_(None))
    .order_by(Warned.at.desc())
    .limit(1)
    .correlate(Promotion)
    .scalar_subquery()
)
_deleted = (
    select(Post.id)
    .where(Post.id == Promotion.subject, Post.deleted_at.is_not(None))
    .correlate(Promotion)
    .exists()
)
_HELD = aliased(Promotion)
_held = select(_HELD.subject).where(_HELD.page_id == Promotion.page_id).correlate(Promotion)
_newer = (
    select(Solution.id)
    .where(
        Solution.thread_id == Promotion.thread_id,
        Solution.withdrawn_at.is_(None),
        Solution.at > Promotion.at,
        Solution.subject.not_in(_held),
    )
    .correlate(Promotion)
    .exists()
)
_SOURCES: Any = (
    select(
        Promotion.id,
        Promotion.page_id,
        Promotion.subject,
        Promotion.section,
        Promotion.at,
        Thread.id.label("thread_id"),
        Thread.title,
        Thread.kind,
        Thread.state,
        Thread.author_shown.label("asker_shown"),
        _named(Thread.author_shown, _ASKER, "id", "asker_id"),
        _named(Thread.author_shown, _ASKER, "handle", "asker_handle"),
        _named(Thread.author_shown, _ASKER, "name", "asker_name"),
        Post.id.label("post_id"),
        Post.number,
        Post.author_shown.label("answerer_shown"),
        _named(Post.author_shown, _ANSWERER, "id", "answerer_id"),
        _named(Post.author_shown, _ANSWERER, "handle", "answerer_handle"),
        _named(Post.author_shown, _ANSWERER, "name", "answerer_name"),
        func.coalesce(Post.origin, Thread.origin).label("origin"),
        func.coalesce(Post.licence, Thread.licence).label("licence"),
        (_versions > Promotion.subject_version).label("changed"),
        _warning.label("warning"),
        _newer.label("newer"),
        _deleted.label("deleted"),
        Solution.withdrawn_at,
    )
    .join(Thread, Thread.id == Promotion.thread_id)
    .join(_ASKER, _ASKER.id == Thread.author_id)
    .outerjoin(Post, and_(Post.id == Promotion.subject, Post.deleted_at.is_(None)))
    .outerjoin(_ANSWERER, _ANSWERER.id == Post.author_id)
    .outerjoin(Solution, and_(Solution.thread_id == Thread.id, Solution.subject == Promotion.subject))
    .where(VISIBLE[Thread], Promotion.page_id.in_(bindparam("pages", expanding=True)))
    .order_by(Promotion.at, Promotion.id)
)


def sources_of(viewer: Viewer, page_ids: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """What these pages were written up from, by page; only what the viewer may read."""
    found: dict[str, list[Row[Any]]] = {id_: [] for id_ in page_ids}
    if found:
        for row in session().execute(_SOURCES, {**seeing(viewer), "pages": list(found)}):
            found[row.page_id].append(row)
    return found


def sources_here(viewer: Viewer, page_id: str) -> Sequence[Row[Any]]:
    """The same of one page; read once for all places of a page that show it."""
    kept: dict[Any, list[Row[Any]]] = memo().setdefault("sources", {})
    key = (viewer.tokens, page_id)
    if key not in kept:
        kept[key] = sources_of(viewer, [page_id])[page_id]
    return kept[key]


def people_of(source: Row[Any]) -> list[dict[str, Any] | None]:
    """Who asked and who answered, each once; 'Somebody' for who asked without a name."""
    people = [_person(source.asker_shown, source.asker_id, source.asker_handle, source.asker_name)]
    if source.post_id is not None:
        answerer = _person(
            source.answerer_shown, source.answerer_id, source.answerer_handle, source.answerer_name
        )
        people += [answerer] if answerer not in people else []
    return people


def _person(shown: bool, id_: str, handle: str, name: str) -> dict[str, Any] | None:  # noqa: FBT001  a column's value
    return person_json(id_, handle, name) if shown else {"id": None, "name": "Somebody"}


def person_json(id_: str | None, handle: str, name: str) -> dict[str, Any]:
    """A person as the API shows one."""
    return {"id": id_, "handle": handle, "name": name, "url": f"/people/{handle}"}
