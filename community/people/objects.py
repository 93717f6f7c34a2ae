"""A person as the API shows them."""

from __future__ import annotations

from typing import Any, Protocol

from community.core.addresses import person_path


class Named(Protocol):
    """A person, or a row with these columns of one."""

    @property
    def id(self) -> str: ...
    @property
    def handle(self) -> str: ...
    @property
    def name(self) -> str: ...


def person_object(person: Named) -> dict[str, Any]:
    """`{"id", "handle", "name", "url"}`."""
    return {"id": person.id, "handle": person.handle, "name": person.name, "url": person_path(person.handle)}


def somebody() -> dict[str, Any]:
    """Whoever asked without a name."""
    return {"id": None, "name": "Somebody"}
