"""What every table shares: naming convention, ids, times."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, MetaData, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column

ID_LENGTH = 12

# Constraints are named, so that Alembic can change them on SQLite (batch mode) and PostgreSQL alike.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def public_id() -> str:
    """A new id: 12 random lower-case base32 characters (60 bits), so that nobody can guess or count."""
    return base64.b32encode(secrets.token_bytes(8))[:ID_LENGTH].decode().lower()


class UtcDateTime(TypeDecorator[datetime]):
    """A time in UTC, with its zone. SQLite forgets zones, so they are put back on reading.

    Raises:
        ValueError: for a time without a zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The one metadata of the one schema."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, str: Text}  # noqa: RUF012  SQLAlchemy's own way


Id = Annotated[str, mapped_column(String(ID_LENGTH), primary_key=True, default=public_id)]
Ref = Annotated[str, mapped_column(String(ID_LENGTH))]
Short = Annotated[str, mapped_column(String(200))]
Word = Annotated[str, mapped_column(String(30))]
# Microseconds since 1970, or a number that only rises.
Big = Annotated[int, mapped_column(BigInteger)]


def reference(table: str, *, index: bool = False, primary_key: bool = False) -> Any:
    """A column that points to another table's id; rows of people and communities are never cascaded."""
    return mapped_column(String(ID_LENGTH), ForeignKey(f"{table}.id"), index=index, primary_key=primary_key)
