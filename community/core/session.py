"""The one SQLAlchemy session of a request, socket event, drainer tick or command.

It lives in a context variable, so that nothing below the edge needs Flask. What differs between SQLite and
PostgreSQL in connecting and beginning stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, Executable, Table, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

# SQLite's way of taking the writer's place at once instead of failing when a reader upgrades.
IMMEDIATE = {"throughway_begin": "BEGIN IMMEDIATE"}


@dataclass
class Database:
    """An engine, and where tests ask for it one connection that everything shares."""

    engine: Engine
    shared: Connection | None = None
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        """Whether writers queue for one place."""
        return self.engine.dialect.name == "sqlite"


_database: Database | None = None
_session: ContextVar[Session | None] = ContextVar("session", default=None)


def connect(url: str, threads: int = 200) -> Database:
    """Open a database. Nothing is read yet.

    Args:
        url: an SQLAlchemy address; `postgresql://` means psycopg 3.
        threads: the most connections wanted at once.
    """
    if url.startswith("sqlite"):
        engine = create_engine(
            url, pool_size=threads, max_overflow=0, connect_args={"check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, pool_size=20, max_overflow=30, pool_pre_ping=True)
    return Database(engine)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("throughway_begin", "BEGIN"))


def use(database: Database | None) -> None:
    """Make this the process's database."""
    global _database  # noqa: PLW0603  one process, one database
    _database = database


def database() -> Database:
    """The process's database."""
    if _database is None:
        raise RuntimeError("no database is in use: call use(connect(url)) first")
    return _database


def session() -> Session:
    """The present session, begun on first use."""
    current = _session.get()
    if current is None:
        shared = database().shared
        current = Session(
            bind=shared if shared is not None else database().engine,
            expire_on_commit=False,
            autoflush=False,
            join_transaction_mode="create_savepoint" if shared is not None else "conditional_savepoint",
        )
        _session.set(current)
    return current


def query(
    statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
) -> CursorResult[Any]:
    """A statement on the present session's connection, past the ORM: half the time, and the same rows.

    Nothing is flushed before it, and no loaded object hears of what it changes.

    Args:
        statement: selects columns, not entities; or changes a table.
        values: its parameters; several sets of them for several rows.
    """
    return session().connection().execute(statement, values)


def table_of(model: type[Any]) -> Table:
    """A model's table, for statements that go past the ORM."""
    return cast("Table", model.__table__)


def end_session() -> None:
    """Give the connection back; the next call of `session` begins anew."""
    current = _session.get()
    if current is not None:
        current.close()
        _session.set(None)


def memo() -> dict[str, Any]:
    """What was found out within this read snapshot or unit of work; emptied when it ends."""
    found: dict[str, Any] = session().info.setdefault("memo", {})
    return found
