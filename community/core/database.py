"""Bringing a database to the present schema, and what tests need of it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from .session import Database

ROOT = Path(__file__).resolve().parents[2]
# Any number will do, so long as every process asks for the same one.
ADVISORY_LOCK = 7_460_351


def migrate(database: Database) -> None:
    """Upgrade to head. Several processes may start at once: one migrates, the others wait for it."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.execution_options(throughway_begin="BEGIN IMMEDIATE")
        with connection.begin():
            if not database.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
            command.upgrade(configuration(connection), "head")


def configuration(connection: object = None) -> Config:
    """Alembic's configuration, bound to an open connection where one is given."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config
