"""Where one is signed in."""

from __future__ import annotations

from community.access.doors import permission
from community.access.permissions import Permission
from community.core.web import Answer, page, see_other, viewer
from community.people import queries
from community.people.devices import device_name
from community.people.sign_in.actions import sessions

from . import people
from .settings import oneself


@people.get("/settings/sessions")
@permission(Permission.PERSON_CHANGE)
def show_sessions() -> Answer:
    """Every device that is signed in, and when it was last used."""
    oneself()
    devices = [(one, device_name(one.device)) for one in queries.sessions(viewer())]
    return page("settings/sessions.html", devices=devices)


@people.post("/settings/sessions/<id_>/end")
@permission(Permission.PERSON_CHANGE)
def end_session(id_: str) -> Answer:
    """Sign out one of them."""
    sessions.end_session(viewer(), oneself(), id_)
    return see_other("/settings/sessions")


@people.post("/settings/sessions/end-others")
@permission(Permission.PERSON_CHANGE)
def end_others() -> Answer:
    """Sign out everywhere but here."""
    sessions.end_others(viewer(), oneself())
    return see_other("/settings/sessions")
