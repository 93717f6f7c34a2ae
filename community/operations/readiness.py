"""Whether this process can work just now: asked every few seconds by what sends people to it, so it costs little."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from community.core import shared
from community.core.session import session
from community.finder.engine import engine
from search import Question, SearchUnavailable

# Nobody's question: it looks at the index and finds nothing, whatever stands in it.
_NOBODYS = Question("ready", frozenset(), limit=1)


def is_ready() -> bool:
    """Whether the database, the index and, where one is set, Redis can be reached."""
    return _database_answers() and _index_answers() and shared.answers()


def _database_answers() -> bool:
    try:
        session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _index_answers() -> bool:
    try:
        engine().find(_NOBODYS)
    except (SearchUnavailable, OSError):
        return False
    return True
