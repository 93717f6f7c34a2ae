"""Whom a dump names: people with an account, and those of whom only a name or a number is left."""

from collections.abc import Iterator
from dataclasses import dataclass

from community.importing.stackexchange.rows import CommentRow, HistoryRow, PostRow, Row, UserRow

COMMUNITY_ACCOUNT = -1


@dataclass(frozen=True, slots=True)
class Person:
    """A profile to make. `key` is the same in every run and in every row that names the person (`person_key`).

    `user` is None for a mere name (an account since deleted) and for a number that Users does not have. `wrote`
    tells whether any question, answer, comment or version is theirs: most accounts of a site wrote nothing.
    """

    key: str
    name: str
    user: UserRow | None
    wrote: bool


def person_key(number: int | None, name: str | None) -> str | None:
    """The key of a row's author: by number where it has one, else by name, else nobody (None)."""
    if number is not None:
        return f"id:{number}"
    return f"name:{name}" if name else None


def named(row: Row) -> Iterator[tuple[int | None, str | None]]:
    """The people a row names as its author or last editor, each by number or by name or by both."""
    if isinstance(row, PostRow):
        yield row.owner_id, row.owner_name
        yield row.editor_id, row.editor_name
    elif isinstance(row, CommentRow | HistoryRow):
        yield row.user_id, row.user_name
