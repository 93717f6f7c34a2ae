"""Searching without an index, by plain SQL: every word in the title or the text, the latest first, up to 1,000."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, literal, or_, select, union_all

from community.access.visibility import VISIBLE, seeing
from community.core.session import session
from community.core.viewer import Viewer
from models import About, Page, PageRevision, Solution, System, Task, Thread, Topic
from models import Post as Answer
from search import Hit
from search.analysis import units
from search.port import TOTAL_CAP
from search.query import parse

from .asked import Asked

MOST_WORDS = 6
ESCAPE = "\\"


def hits(viewer: Viewer, asked: Asked) -> list[Hit]:
    """What holds all words, the latest first; at most one more than is counted.

    Args:
        viewer: who asks.
        asked: with its names resolved (`queries.resolved`).
    """
    parsed = parse(asked.words)
    words = _words(parsed.plain)
    times = {"before": parsed.before, "after": parsed.after}
    kinds = [kind for kind in ("thread", "page") if asked.type in ("", kind)]
    if not kinds or (asked.words and not words and not any(times.values())):
        return []
    chosen = asked.filters
    statements = [_statement(kind, words, chosen, times) for kind in kinds]
    every = union_all(*statements).subquery()
    latest = select(every.c.id, every.c.type).order_by(every.c.activity.desc(), every.c.id)
    rows = session().execute(latest.limit(TOTAL_CAP + 1), {**seeing(viewer), **chosen})
    return [Hit(row.id, row.type, 0.0) for row in rows]


def _words(text: str) -> list[str]:
    """The longest words, which say most."""
    found = {text[one.words[0].start : one.words[-1].end] for one in units(text) if not one.is_stop}
    return sorted(found, key=lambda word: (-len(word), word))[:MOST_WORDS]


def _statement(kind: str, words: list[str], chosen: dict[str, str], times: dict[str, int | None]) -> Any:
    model: Any = Thread if kind == "thread" else Page
    wanted: list[Any] = [VISIBLE[model]]
    wanted += [_holds(model, word) for word in words]
    wanted += [_matches(model, name) for name in chosen if name != "type"]
    if times["before"] is not None:
        wanted.append(model.activity < times["before"])
    if times["after"] is not None:
        wanted.append(model.activity >= times["after"])
    return select(model.id, model.activity, literal(kind).label("type")).where(*wanted)


def _holds(model: Any, word: str) -> ColumnElement[bool]:
    """In the title, the text, or for a thread in what worked."""
    within = [
        model.title.icontains(word, autoescape=True, escape=ESCAPE),
        model.body.icontains(word, autoescape=True, escape=ESCAPE),
    ]
    if model is Thread:
        worked = (
            select(Solution.id)
            .join(Answer, Answer.id == Solution.subject)
            .where(
                Solution.thread_id == Thread.id,
                Solution.withdrawn_at.is_(None),
                Answer.deleted_at.is_(None),
                Answer.body.icontains(word, autoescape=True, escape=ESCAPE),
            )
        )
        within.append(worked.exists())
    return or_(*within)


def _matches(model: Any, name: str) -> Any:
    value: Any = cast(bindparam(name), Text)
    if name == "topic":
        about = select(About.object).join(Topic, and_(Topic.id == About.topic_id, VISIBLE[Topic]))
        return model.id.in_(about.where(Topic.name == value))
    if name == "system":
        return model.system_id.in_(select(System.id).where(System.slug == value, VISIBLE[System]))
    if name == "task":
        return model.task_id.in_(select(Task.id).where(Task.slug == value, VISIBLE[Task]))
    if name == "author":
        return _written_by(model, value)
    if name == "state" and model is Page:
        return literal(0) == 1
    columns = {"community": model.community_id, "state": getattr(model, "state", None), "kind": model.kind}
    return columns[name] == value


def _written_by(model: Any, value: Any) -> ColumnElement[bool]:
    """By whom, where the name is shown: of a page its first version."""
    if model is Thread:
        return and_(Thread.author_id == value, Thread.author_shown)
    first = select(PageRevision.page_id).where(
        PageRevision.page_id == Page.id,
        PageRevision.n == 1,
        PageRevision.by_id == value,
        PageRevision.by_shown,
    )
    return first.exists()
