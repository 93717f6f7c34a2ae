"""What `throughway doctor` says of the index: whether it is whole and holds what the database holds."""

from __future__ import annotations

from community.core.settings import Settings
from community.finder.engine import engine
from community.operations.doctor import CHECKS, Finding

from . import queries


def index_agrees(_settings: Settings) -> Finding:
    """Its files are as they were written, and there is a document for each thread and page."""
    state, wanted = engine().check(), queries.number_of_roots()
    if not state.ok:
        return Finding("index", ok=False, said=f"{state.problem}: run `throughway reindex`")
    if state.documents == wanted:
        return Finding("index", ok=True, said=f"{wanted} documents, as in the database")
    behind = queries.is_behind()
    said = f"{state.documents} documents, {wanted} threads and pages in the database"
    return Finding(
        "index", ok=behind, said=f"{said}; it is following" if behind else f"{said}: run `throughway reindex`"
    )


def register() -> None:
    """Have the doctor look at the index."""
    if index_agrees not in CHECKS:
        CHECKS.append(index_agrees)
