"""The migrations lead to just the schema that the models describe, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from community.core.database import configuration, migrate
from models import Base

pytestmark = pytest.mark.postgresql

# Read from the row's own side; the other way only when somebody narrows a community or a post is erased.
SELDOM_LOOKED_AT = (
    "evidence.community_id",
    "outcome.person_id",
    "page_revision.by_id",
    "post.parent_id",
    "promotion.by_id",
    "same_problem.person_id",
    "solution.accepted_by_id",
)


def test_head_is_what_the_models_say(migrated, kind) -> None:
    with migrated.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_has_a_name(migrated, kind) -> None:
    """Batch mode on SQLite finds a constraint by its name alone."""
    look = inspect(migrated.engine)
    tables = look.get_table_names()
    named = [
        one
        for table in tables
        for one in (*look.get_foreign_keys(table), *look.get_unique_constraints(table))
    ]
    assert len(named) > 20
    assert all(one["name"] for one in named)


def test_there_is_one_line_of_migrations(kind) -> None:
    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1


def test_migrating_again_changes_nothing(migrated, kind) -> None:
    before = sorted(inspect(migrated.engine).get_table_names())
    migrate(migrated)
    assert sorted(inspect(migrated.engine).get_table_names()) == before


def test_every_column_that_points_to_a_row_is_indexed(migrated, kind) -> None:
    """A foreign key without an index is a table read whole at every look from the other side."""
    missing = []
    for table in Base.metadata.tables.values():
        firsts = {index.columns[0].name for index in table.indexes}
        firsts |= {
            one.columns[0].name for one in table.constraints if one.__visit_name__ == "unique_constraint"
        }
        firsts |= {next(iter(table.primary_key)).name} if table.primary_key else set()
        pointing = (key.parent.name for key in table.foreign_keys)
        missing += [f"{table.name}.{column}" for column in pointing if column not in firsts]
    assert sorted(missing) == sorted(SELDOM_LOOKED_AT)
