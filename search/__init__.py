"""Full text search behind one port: documents and questions in, hits out; the engine is chosen by a setting.

This package knows nothing of HTTP, sessions or the database. Whoever calls it says which tokens the asker holds and
checks every hit once more before showing it.
"""

from pathlib import Path

from search.port import Engine, EngineState, Hit, Hits, Question, SearchDocument, SearchUnavailable

__all__ = [
    "Engine",
    "EngineState",
    "Hit",
    "Hits",
    "Question",
    "SearchDocument",
    "SearchUnavailable",
    "open_engine",
]


def open_engine(kind: str, directory: Path) -> Engine:
    """Open the engine that a setting names: `whoosh`, or `auto` for the best one that is installed.

    A new or empty directory gets an empty index; a damaged one opens and answers SearchUnavailable until rebuilt.
    Raises ValueError for a name that no engine has.
    """
    if kind in ("auto", "whoosh"):
        # Here, so that whoever needs the words of the port alone does not load an engine.
        from search.engines.whoosh import WhooshEngine

        return WhooshEngine(directory)
    raise ValueError(f"no search engine is called {kind!r}")
