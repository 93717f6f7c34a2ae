"""What the network is called, who may come in and who may read: chosen by those who run it."""

from __future__ import annotations

from typing import Any

from community.access.audience import raise_epoch
from community.access.check import require
from community.access.permissions import Permission
from community.core import network, settings
from community.core.action import action
from community.core.clock import now
from community.core.errors import Invalid
from community.core.events import NetworkChanged, emit
from community.core.session import session
from community.core.viewer import Viewer
from community.people.drafts import NetworkDraft
from models import NetworkSetting

from . import offices

# Kept beside the choices: that somebody has put away what Home says is to be done first.
FIRST_RUN = "first_run"


@action
def change(actor: Viewer, draft: NetworkDraft) -> None:
    """Choose for the network; holds from this commit on, on pages that were kept too.

    Raises:
        Invalid: the environment or throughway.toml says it, and comes first.
    """
    offices.hold_administrators()
    require(actor, Permission.NETWORK_CHANGE)
    chosen = draft.model_dump(exclude_none=True)
    for name in sorted(network.fixed(settings.in_use()) & chosen.keys()):
        raise Invalid(name, "The environment or throughway.toml says this, and comes first")
    if "public_read" in chosen:
        chosen["public_read"] = chosen["public_read"] == "yes"
    network.changing()
    for name, value in chosen.items():
        _keep(actor, name, value)
    raise_epoch("public")
    emit(NetworkChanged(actor_id=actor.person_id))


@action
def put_away(actor: Viewer) -> None:
    """Have Home say no longer what is to be done first."""
    offices.hold_administrators()
    require(actor, Permission.NETWORK_PEOPLE)
    _keep(actor, FIRST_RUN, "put away")
    emit(NetworkChanged(actor_id=actor.person_id))


def _keep(actor: Viewer, name: str, value: Any) -> None:
    row = session().get(NetworkSetting, name)
    if row is None:
        row = NetworkSetting(name=name)
        session().add(row)
    row.value, row.by_id, row.at = value, actor.person_id, now()
    session().flush()
