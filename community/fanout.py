"""What happens when …: ONE table from event to listeners. Who hears of nothing else is not here."""

from __future__ import annotations

from community.core.events import Fanout

FANOUT: Fanout = {}
