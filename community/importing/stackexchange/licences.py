"""The licence of a row and its address."""

from dataclasses import dataclass
from datetime import UTC, datetime

from community.core.origins import licence_address

# The dates on which the network changed its licence, from its own help page on licensing.
_SINCE_3 = datetime(2011, 4, 8, tzinfo=UTC)
_SINCE_4 = datetime(2018, 5, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by its short name, with the address of its text (empty where we do not know it)."""

    name: str
    address: str


def licence_of(stated: str | None, created: datetime) -> Licence:
    """The licence a row states, or, where it states none, the one in force when it was written.

    In: the row's ContentLicense and its creation time (aware). A name that we do not know is kept as it stands.
    """
    if stated:
        name = " ".join(stated.split())
        name = name.upper() if licence_address(name.upper()) else name
        return Licence(name, licence_address(name))
    version = "2.5" if created < _SINCE_3 else "3.0" if created < _SINCE_4 else "4.0"
    return Licence(f"CC BY-SA {version}", licence_address(f"CC BY-SA {version}"))
