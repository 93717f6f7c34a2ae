"""Who is looking or acting, as plain data: made at the edge, handed down as the first argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .clock import now

FRESH = timedelta(minutes=10)


@dataclass(frozen=True)
class HomeOf:
    """A community that somebody belongs to, as the frame names it."""

    id: str
    slug: str
    name: str


@dataclass(frozen=True)
class Viewer:
    """A person with their standing and roles, a signed-out reader, or the command line.

    `tokens` are what opens objects (ACCESS: `open`, `c:…`, `p:…`, `public`); `roles` maps community ids to a role.
    """

    person_id: str | None = None
    handle: str = ""
    name: str = ""
    standing: str = "signed_out"  # signed_out | unconfirmed | suspended | person | command_line
    offices: frozenset[str] = frozenset()
    roles: dict[str, str] = field(default_factory=dict)
    tokens: frozenset[str] = frozenset()
    homes: tuple[HomeOf, ...] = ()  # those of `roles` that are not archived, by name
    scope: str = "session"  # session | read | write | admin: the last three of an API token
    fresh_at: datetime | None = None
    session_id: str | None = None
    locale: str = "en"
    time_zone: str = "UTC"
    theme: str = "auto"  # auto | light | dark
    shortcuts: bool = True  # whether single keys do something

    @property
    def is_signed_in(self) -> bool:
        """Whether this is somebody with a confirmed account, not suspended."""
        return self.standing == "person"

    @property
    def is_administrator(self) -> bool:
        """Runs the installation; towards content an outsider like any other."""
        return "administrator" in self.offices or self.standing == "command_line"

    @property
    def is_fresh(self) -> bool:
        """Signed in by a browser within the last ten minutes."""
        return self.scope == "session" and self.fresh_at is not None and now() - self.fresh_at < FRESH


SIGNED_OUT = Viewer()
SIGNED_OUT_READER = Viewer(tokens=frozenset({"public"}))
COMMAND_LINE = Viewer(standing="command_line", name="the command line")
