"""What those who run the network have chosen for it; the environment and `throughway.toml` always come before that.

Kept in the process, which is the only one that serves, until a choice is committed.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from sqlalchemy import select

from models import NetworkSetting

from . import settings as given
from .session import database, query
from .settings import Settings

CHOICES = ("network_name", "sign_up", "public_read")
_CHOSEN = select(NetworkSetting.name, NetworkSetting.value).where(NetworkSetting.name.in_(CHOICES))
_KEPT = "network"
_is_changing: ContextVar[bool] = ContextVar("network_is_changing", default=False)
_changes = 0


def fixed(settings: Settings) -> frozenset[str]:
    """The choices that the environment or `throughway.toml` makes, so that nobody can make them here."""
    return frozenset(CHOICES) & settings.model_fields_set


def in_force(settings: Settings | None = None) -> Settings:
    """The settings with what was chosen in the network itself, as it is now.

    Args:
        settings: those of the environment; where not given, the process's.
    """
    outside = settings or given.in_use()
    if len(fixed(outside)) == len(CHOICES):
        return outside
    free = {name: value for name, value in _chosen().items() if name not in outside.model_fields_set}
    return outside.model_copy(update=free) if free else outside


def changing() -> None:
    """Within a unit of work that changes a choice: once it is committed, what is kept here is read anew."""
    _is_changing.set(True)


def forget_changed() -> None:
    """After a commit: forget what was kept, if a choice was changed by it."""
    global _changes  # noqa: PLW0603  one process, one count
    if _is_changing.get():
        _is_changing.set(False)
        _changes += 1
        database().options.pop(_KEPT, None)


def _chosen() -> dict[str, Any]:
    kept: dict[str, Any] | None = database().options.get(_KEPT)
    if kept is None:
        before = _changes
        kept = {row.name: row.value for row in _read()}
        if before == _changes:
            database().options[_KEPT] = kept
    return kept


def _read() -> Any:
    """What is committed now: the present session may look at how it was before the last change."""
    if database().shared is not None:
        return query(_CHOSEN).all()
    with database().engine.connect() as connection:
        return connection.execute(_CHOSEN).all()
