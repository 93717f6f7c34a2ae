"""The licence of a row and its address."""

from dataclasses import dataclass
from datetime import UTC, datetime

# The dates on which the network changed its licence, from its own help page on licensing.
_SINCE_3 = datetime(2011, 4, 8, tzinfo=UTC)
_SINCE_4 = datetime(2018, 5, 2, tzinfo=UTC)
_ADDRESS = "https://creativecommons.org/licenses/by-sa/{}/"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by its short name, with the address of its text (empty where we do not know it)."""

    name: str
    address: str


_KNOWN = {f"CC BY-SA {version}": Licence(f"CC BY-SA {version}", _ADDRESS.format(version))
          for version in ("2.5", "3.0", "4.0")}  # fmt: skip


def licence_of(stated: str | None, created: datetime) -> Licence:
    """The licence a row states, or, where it states none, the one in force when it was written.

    In: the row's ContentLicense and its creation time (aware). A name that we do not know is kept as it stands.
    """
    if stated:
        name = " ".join(stated.split())
        return _KNOWN.get(name.upper(), Licence(name, ""))
    if created < _SINCE_3:
        return _KNOWN["CC BY-SA 2.5"]
    return _KNOWN["CC BY-SA 3.0" if created < _SINCE_4 else "CC BY-SA 4.0"]
