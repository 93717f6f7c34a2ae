"""The pages of communities."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import community_path
from community.core.errors import Invalid, NotFound
from community.core.language import N_
from community.core.listing import limit_and_cursor
from community.core.notices import notice
from community.core.paging import MOST
from community.core.web import Answer, again, form, page, see_other, viewer
from models import Community, Person

from . import actions, queries
from .drafts import AddDraft, DescribeDraft, FoundDraft, RoleDraft, VisibilityDraft

communities = Blueprint("communities", __name__)


@communities.get("/communities")
@permission(Permission.COMMUNITY_FIND)
def show_list() -> Answer:
    """The communities one may find, one's own first."""
    insist(viewer(), Permission.COMMUNITY_FIND)
    limit, after = limit_and_cursor(default=50)
    return page("communities/list.html", found=queries.listed(viewer(), limit, after))


@communities.get("/communities/new")
@permission(Permission.COMMUNITY_FOUND)
def show_new(**shown: Any) -> Answer:
    """The form that founds one."""
    insist(viewer(), Permission.COMMUNITY_FOUND)
    return page("communities/new.html", **shown)


@communities.post("/communities/new")
@permission(Permission.COMMUNITY_FOUND)
@again(show_new)
def found() -> Answer:
    """Found one, and go there."""
    insist(viewer(), Permission.COMMUNITY_FOUND)
    made = actions.found(viewer(), form(FoundDraft))
    return see_other(community_path(made.slug))


@communities.get("/c/<slug>")
@permission(Permission.COMMUNITY_FIND)
def show(slug: str) -> Answer:
    """A community: what it is for; and to its readers, what is in it."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_FIND)
    return page("communities/show.html", community=community, stewards=queries.stewards(viewer(), community))


@communities.post("/c/<slug>/join")
@permission(Permission.COMMUNITY_JOIN)
def join(slug: str) -> Response:
    """Join an open community."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_JOIN)
    actions.join(viewer(), community)
    return see_other(community_path(slug))


@communities.post("/c/<slug>/leave")
@permission(Permission.COMMUNITY_LEAVE)
def leave(slug: str) -> Response:
    """Leave; a private community's address then leads nowhere, so one goes to the list."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_LEAVE)
    actions.leave(viewer(), community)
    return see_other("/communities")


@communities.get("/c/<slug>/members")
@permission(Permission.COMMUNITY_READ)
def show_members(slug: str, **shown: Any) -> Answer:
    """Who is in it, with the stewards first."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_READ)
    limit, after = limit_and_cursor(default=MOST)
    found = queries.members(viewer(), community, limit, after)
    return page("communities/members.html", community=community, found=found, **shown)


@communities.post("/c/<slug>/members")
@permission(Permission.MEMBER_ADD, Permission.PERSON_READ)
@again(show_members)
def add_member(slug: str) -> Answer:
    """Add a person of the network."""
    community = fetch(viewer(), Community, slug, Permission.MEMBER_ADD)
    draft = form(AddDraft)
    try:
        person = fetch(viewer(), Person, draft.handle.removeprefix("@").lower(), Permission.PERSON_READ)
        actions.put_member(viewer(), community, person, draft.role)
    except NotFound:
        raise Invalid("handle", "Nobody here goes by this name") from None
    return see_other(f"{community_path(slug)}/members")


@communities.post("/c/<slug>/members/<handle>")
@permission(Permission.MEMBER_ROLE, Permission.PERSON_READ)
def change_role(slug: str, handle: str) -> Response:
    """Give somebody here another role."""
    community = fetch(viewer(), Community, slug, Permission.MEMBER_ROLE)
    person = fetch(viewer(), Person, handle, Permission.PERSON_READ)
    actions.put_member(viewer(), community, person, form(RoleDraft).role)
    return see_other(f"{community_path(slug)}/members")


@communities.post("/c/<slug>/members/<handle>/removal")
@permission(Permission.MEMBER_REMOVE, Permission.PERSON_READ)
def remove_member(slug: str, handle: str) -> Response:
    """Take somebody out."""
    community = fetch(viewer(), Community, slug, Permission.MEMBER_REMOVE)
    person = fetch(viewer(), Person, handle, Permission.PERSON_READ)
    actions.remove_member(viewer(), community, person)
    return see_other(f"{community_path(slug)}/members")


@communities.get("/c/<slug>/settings")
@permission(Permission.COMMUNITY_ARCHIVE)
def show_settings(slug: str, **shown: Any) -> Answer:
    """What its stewards may change. An archived one can only be revived."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_ARCHIVE)
    return page("communities/settings.html", community=community, **shown)


@communities.post("/c/<slug>/settings")
@permission(Permission.COMMUNITY_CHANGE)
@again(show_settings)
def change(slug: str) -> Answer:
    """Change its name and purpose."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_CHANGE)
    actions.describe(viewer(), community, form(DescribeDraft))
    return _settings_again(community, N_("Saved."))


@communities.post("/c/<slug>/visibility")
@permission(Permission.COMMUNITY_VISIBILITY)
@again(show_settings)
def change_visibility(slug: str) -> Answer:
    """Change who sees it: needs a sign-in at most ten minutes old."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_VISIBILITY)
    actions.set_visibility(viewer(), community, form(VisibilityDraft).visibility)
    return _settings_again(community, N_("Saved. This holds from now on."))


@communities.post("/c/<slug>/archive")
@permission(Permission.COMMUNITY_ARCHIVE)
def archive(slug: str) -> Response:
    """Archive it, or with `act=revive` bring it back into use."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_ARCHIVE)
    act = actions.revive if request.form.get("act") == "revive" else actions.archive
    act(viewer(), community)
    return see_other(community_path(community.slug))


def _settings_again(community: Community, said: str) -> Response:
    notice(said)
    return see_other(f"{community_path(community.slug)}/settings")
