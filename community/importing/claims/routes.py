"""The pages on which somebody says that an imported profile is theirs, and on which it is decided."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import person_path
from community.core.notices import notice
from community.core.web import Answer, again, form, page, see_other, settings, viewer
from community.people.sign_in.links import link_address
from community.people.sign_in.queries import by_id, pending
from models import Person

from . import actions, queries
from .drafts import ClaimDraft, DeclineDraft

claims = Blueprint("claims", __name__)


@claims.get("/people/<handle>/claim")
@permission(Permission.PERSON_CLAIM)
def show_ask(handle: str, **shown: Any) -> Answer:
    """The form, which asks how one may know."""
    profile = fetch(viewer(), Person, handle, Permission.PERSON_CLAIM)
    queries.insist_claimable(profile)
    return page("importing/ask.html", profile=profile, claim=queries.own(viewer(), profile.id), **shown)


@claims.post("/people/<handle>/claim")
@permission(Permission.PERSON_CLAIM)
@again(show_ask)
def ask(handle: str) -> Answer:
    """Say that it is oneself."""
    profile = fetch(viewer(), Person, handle, Permission.PERSON_CLAIM)
    actions.ask(viewer(), profile, form(ClaimDraft))
    notice("Those who run the network have been told")
    return see_other(person_path(handle))


@claims.post("/people/<handle>/claim/withdrawal")
@permission(Permission.PERSON_CLAIM)
def take_back(handle: str) -> Answer:
    """Take it back."""
    actions.take_back(viewer(), fetch(viewer(), Person, handle, Permission.PERSON_CLAIM))
    return see_other(person_path(handle))


@claims.get("/claim/<secret>")
@permission(Permission.PERSON_CLAIM)
def show_take(secret: str) -> Answer:
    """A page with a button: looking at a link does nothing."""
    insist(viewer(), Permission.PERSON_CLAIM)
    profile = by_id(pending(secret, "claim").person_id or "")
    return page("importing/take.html", profile=profile, secret=secret)


@claims.post("/claim/<secret>")
@permission(Permission.PERSON_CLAIM)
def take(secret: str) -> Answer:
    """It is oneself, and whoever handed out the link says so."""
    insist(viewer(), Permission.PERSON_CLAIM)
    person = actions.take(viewer(), secret)
    notice("What was written there is yours now")
    return see_other(person_path(person.handle))


@claims.get("/admin/claims")
@permission(Permission.NETWORK_PEOPLE)
def show_claims() -> Answer:
    """What waits for a decision, links that are out, and what was decided by whom."""
    insist(viewer(), Permission.NETWORK_PEOPLE)
    return page("importing/claims.html", waiting=queries.waiting(), decided=queries.decided())


@claims.get("/admin/claims/<id_>")
@permission(Permission.PERSON_HAND_OVER)
def show_claim(id_: str, **shown: Any) -> Answer:
    """One of them, with what a yes means; asks for the password again."""
    insist(viewer(), Permission.PERSON_HAND_OVER)
    return page("importing/claim.html", claim=queries.one(id_), **shown)


@claims.post("/admin/claims/<id_>/approval")
@permission(Permission.PERSON_HAND_OVER)
def approve(id_: str) -> Answer:
    """Hand the profile over."""
    insist(viewer(), Permission.PERSON_HAND_OVER)
    person = actions.approve(viewer(), id_)
    notice("What came in under this profile is %(name)s's now", name=person.name)
    return see_other("/admin/claims")


@claims.post("/admin/claims/<id_>/decline")
@permission(Permission.PERSON_HAND_OVER)
@again(show_claim)
def decline(id_: str) -> Answer:
    """Say why not."""
    insist(viewer(), Permission.PERSON_HAND_OVER)
    actions.decline(viewer(), id_, form(DeclineDraft))
    return see_other("/admin/claims")


@claims.get("/admin/people/<handle>/link")
@permission(Permission.PERSON_HAND_OVER)
def show_link(handle: str, **shown: Any) -> Answer:
    """A link for whoever this profile is; shown once, when it is made."""
    profile = fetch(viewer(), Person, handle, Permission.PERSON_HAND_OVER)
    queries.insist_claimable(profile)
    return page("importing/link.html", profile=profile, **{"address": "", **shown})


@claims.post("/admin/people/<handle>/link")
@permission(Permission.PERSON_HAND_OVER)
def make_link(handle: str) -> Answer:
    """Make it; an earlier one is void."""
    profile = fetch(viewer(), Person, handle, Permission.PERSON_HAND_OVER)
    secret = actions.make_link(viewer(), profile, settings().secret())
    return show_link(handle, address=link_address(settings().address, "claim", secret))


@claims.post("/admin/people/<handle>/link/withdrawal")
@permission(Permission.PERSON_HAND_OVER)
def withdraw_link(handle: str) -> Answer:
    """Make it useless."""
    actions.withdraw_link(viewer(), fetch(viewer(), Person, handle, Permission.PERSON_HAND_OVER))
    return see_other("/admin/claims")
