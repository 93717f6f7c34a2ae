"""People of the original as profiles of ours: a name and an address, and nothing to sign in with."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime

from community.core.addresses import RESERVED_HANDLES, slugify
from community.core.text import normalise_line
from community.importing.naming import NOBODY, Dump, foreign, minted
from community.importing.stackexchange.people import Person
from community.importing.texts import Texts
from models.person import HANDLE_LENGTH

NAME_LENGTH = 200
# Room for the shortest number behind the name.
_BASE = HANDLE_LENGTH - 6


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile to be, by the key it stands under; its handle is chosen when it is written."""

    key: str
    id: str
    name: str
    number: int | None
    about: str = ""
    about_html: str = ""
    origin: str | None = None
    created_at: datetime | None = None

    @property
    def handles(self) -> tuple[str, ...]:
        """The handles it would like, the best first; the last one nobody else asks for."""
        base = slugify(self.name, _BASE) or "person"
        endings = ([] if self.number is None or self.number < 0 else [str(self.number)]) + [self.id]
        wanted = (base, *(_joined(base, ending) for ending in endings))
        return tuple(handle for handle in wanted if handle not in RESERVED_HANDLES)


def _joined(base: str, ending: str) -> str:
    return f"{base[: HANDLE_LENGTH - len(ending) - 1].rstrip('-')}-{ending}".lstrip("-")


def profile_of(dump: Dump, person: Person, texts: Texts) -> Profile:
    """Somebody who wrote something."""
    number = person.user.id if person.user else _number(person.key)
    origin = dump.profile(number)
    about, about_html = texts.about(person.user.about if person.user else "", origin)
    return Profile(
        key=foreign(person.key),
        id=minted(dump.name, "person", person.key),
        name=normalise_line(person.name)[:NAME_LENGTH] or "?",
        number=number,
        about=about,
        about_html=about_html,
        origin=origin,
        created_at=person.user.created if person.user else None,
    )


def nobody_of(dump: Dump) -> Profile:
    """Whom rows without an author are given; the name is never shown."""
    return Profile(NOBODY, minted(dump.name, "person", NOBODY), "Somebody", None)


def chosen(profiles: list[Profile], taken: AbstractSet[str]) -> dict[str, str]:
    """A handle for each, by id: the first that it would like and nobody has."""
    gone = set(taken)
    found: dict[str, str] = {}
    for one in profiles:
        found[one.id] = next((handle for handle in one.handles if handle not in gone), one.id)
        gone.add(found[one.id])
    return found


def _number(key: str) -> int | None:
    kind, _, rest = key.partition(":")
    return int(rest) if kind == "id" else None


def joined_at(profile: Profile, otherwise: datetime) -> datetime:
    """When somebody joined the original site."""
    return (profile.created_at or otherwise).astimezone(UTC)
