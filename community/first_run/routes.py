"""Three short steps after the first administrator's own; each can be left out, and come back to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from community.access.check import insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.communities import actions as communities
from community.communities.drafts import FoundDraft
from community.core.notices import notice
from community.core.web import Answer, again, form, page, see_other, settings, viewer
from community.people.actions.network import put_away
from community.people.routes.admin import bring_in
from community.people.routes.network import change_network, choices

first_run = Blueprint("first_run", __name__)


@first_run.get("/first-run/network")
@permission(Permission.NETWORK_CHANGE)
def show_network(**shown: Any) -> Answer:
    """The second step: the network's name, who comes in, who reads."""
    insist(viewer(), Permission.NETWORK_CHANGE)
    return page("first_run/network.html", **choices(), **shown)


@first_run.post("/first-run/network")
@permission(Permission.NETWORK_CHANGE)
@again(show_network)
def save_network() -> Answer:
    """Keep it, and go on."""
    change_network()
    return see_other("/first-run/community")


@first_run.get("/first-run/community")
@permission(Permission.NETWORK_PEOPLE)
def show_community(**shown: Any) -> Answer:
    """The third: a first community, or a look around in the demo."""
    insist(viewer(), Permission.NETWORK_PEOPLE)
    return page("first_run/community.html", **shown)


@first_run.post("/first-run/community")
@permission(Permission.COMMUNITY_FOUND, Permission.NETWORK_PEOPLE)
@again(show_community)
def found() -> Answer:
    """Found it, and go on."""
    insist(viewer(), Permission.NETWORK_PEOPLE)
    insist(viewer(), Permission.COMMUNITY_FOUND)
    made = communities.found(viewer(), form(FoundDraft))
    notice("%(name)s is there.", name=made.name)
    return see_other("/first-run/people")


@first_run.get("/first-run/people")
@permission(Permission.NETWORK_PEOPLE)
def show_people(**shown: Any) -> Answer:
    """The fourth: bring somebody in."""
    insist(viewer(), Permission.NETWORK_PEOPLE)
    mails = settings().mails_people
    return page("first_run/people.html", **{"mails": mails, "made": None, "link": "", **shown})


@first_run.post("/first-run/people")
@permission(Permission.NETWORK_PEOPLE)
@again(show_people)
def bring_somebody_in() -> Answer:
    """Make their account, and show the link to hand over; then somebody else, or on to Home."""
    made, link = bring_in()
    return show_people(made=made, link=link)


@first_run.post("/first-run/end")
@permission(Permission.NETWORK_PEOPLE)
def end() -> Answer:
    """Put away what Home says is to be done first."""
    insist(viewer(), Permission.NETWORK_PEOPLE)
    put_away(viewer())
    return see_other("/")
