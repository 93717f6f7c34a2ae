"""What foreign things are called here, and the address each came from.

Ids are made from the original's number, so a link to something that comes later can be written before it is here.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Literal

from community.importing.stackexchange.originals import Site, UnknownSite, site_of
from community.importing.stackexchange.people import person_key
from models.base import ID_LENGTH

Kind = Literal["question", "answer", "comment", "person", "link"]
LONGEST_KEY = 120
# Of the authors whom the original does not name, not even by what they were called.
NOBODY = "nobody"


def minted(source: str, kind: str, foreign_id: int | str) -> str:
    """An id of ours, the same in every run: twelve base32 characters of a hash."""
    told = "\x1f".join((source, kind, str(foreign_id))).encode("utf-8", "replace")
    return base64.b32encode(hashlib.sha256(told).digest())[:ID_LENGTH].decode().lower()


def foreign(key: int | str) -> str:
    """A foreign id as the column holds it: a long one is told apart by a hash of the whole."""
    text = str(key)
    if len(text) <= LONGEST_KEY:
        return text
    return text[: LONGEST_KEY - ID_LENGTH] + minted("", "", text)


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump by its site; `site` is None where the folder's name tells none, and then nothing has an original."""

    name: str
    site: Site | None

    @classmethod
    def of(cls, folder: str) -> Dump:
        """The dump in a folder of that name."""
        try:
            site = site_of(folder)
        except UnknownSite:
            return cls((folder.strip() or "dump")[:60], None)
        return cls(site.host[:90], site)

    def original(self, kind: Literal["question", "answer"], number: int) -> str | None:
        """The address of a question or an answer."""
        if self.site is None:
            return None
        return self.site.question(number) if kind == "question" else self.site.answer(number)

    def profile(self, number: int | None) -> str | None:
        """The address of a person's profile."""
        return self.site.person(number) if self.site is not None and number is not None else None

    def person(self, number: int | None, name: str | None) -> str:
        """The id here of a row's author: one for each person of the site, whatever the communities."""
        return minted(self.name, "person", person_key(number, name) or NOBODY)


@dataclass(frozen=True, slots=True)
class Passage:
    """From one dump into one community: the same question in two communities becomes two threads."""

    dump: Dump
    community_id: str

    @property
    def source(self) -> str:
        """What the rows of `imported` stand under."""
        return f"{self.dump.name}/{self.community_id}"

    def id_of(self, kind: Kind, number: int) -> str:
        """The id here of a question, answer or comment."""
        return minted(self.source, kind, number)
