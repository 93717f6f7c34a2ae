"""What the network is called, who may come in and who may read. Whoever changes that gives the password again first."""

from __future__ import annotations

from typing import Any

from flask import g, request

from community.access.check import insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core import network
from community.core.errors import Invalid
from community.core.notices import notice
from community.core.web import Answer, again, form, page, see_other, settings, viewer
from community.people.actions import network as acts
from community.people.drafts import NetworkDraft

from . import people


def choices() -> dict[str, Any]:
    """What the form for them shows: how they stand, and which are made elsewhere."""
    return {"chosen": settings(), "fixed": network.fixed(g.settings)}


def change_network() -> None:
    """Take what the form says.

    Raises:
        Invalid: with a sentence beside the field.
    """
    insist(viewer(), Permission.NETWORK_CHANGE)
    if not request.form.get("network_name", "as it is").strip():
        raise Invalid("network_name", "Give the network a name")
    acts.change(viewer(), form(NetworkDraft))


@people.get("/admin/network")
@permission(Permission.NETWORK_CHANGE)
def show_network(**shown: Any) -> Answer:
    """How it stands, and the form."""
    insist(viewer(), Permission.NETWORK_CHANGE)
    return page("admin/network.html", **choices(), **shown)


@people.post("/admin/network")
@permission(Permission.NETWORK_CHANGE)
@again(show_network)
def save_network() -> Answer:
    """Change it."""
    change_network()
    notice("Saved. This holds from now on.")
    return see_other("/admin/network")
