"""The tables of a dump and where their files lie."""

from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """One table of a dump; the value is the stem of its file."""

    USERS = "Users"
    POSTS = "Posts"
    COMMENTS = "Comments"
    HISTORY = "PostHistory"
    LINKS = "PostLinks"
    VOTES = "Votes"
    TAGS = "Tags"
    BADGES = "Badges"


def files(directory: Path) -> dict[Kind, Path]:
    """The dump's files by table; a table without a file is left out.

    Dumps of 2009 and 2010 write the names in lower case, so case does not count.
    Raises NotADirectoryError or FileNotFoundError when `directory` is none.
    """
    by_name = {path.name.casefold(): path for path in sorted(directory.iterdir()) if path.is_file()}
    wanted = {kind: f"{kind.value}.xml".casefold() for kind in Kind}
    return {kind: by_name[name] for kind, name in wanted.items() if name in by_name}
