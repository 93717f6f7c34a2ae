"""Communities and their members in JSON."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, jsonify

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import Listed, describes
from community.core.listing import limit_and_cursor, paged_json
from community.core.web import body, created, sent, viewer
from models import Community, Person

from . import actions, queries
from .drafts import ChangeDraft, FoundAtDraft, JoinDraft, RoleDraft
from .queries import community_json, membership_json
from .shapes import CommunityList, CommunityObject, MembershipObject

communities_api = APIBlueprint("communities_api", __name__, tag="Communities", url_prefix="/api/v1")

# Each field of a change is an act of its own.
ASKED_FOR = {"visibility": Permission.COMMUNITY_VISIBILITY, "archived": Permission.COMMUNITY_ARCHIVE}


@communities_api.get("/communities")
@permission(Permission.COMMUNITY_FIND)
@describes(answer=CommunityList, query=Listed)
def list_communities() -> Response:
    """The communities one may find, one's own first."""
    insist(viewer(), Permission.COMMUNITY_FIND)
    found = queries.listed(viewer(), *limit_and_cursor())
    return paged_json(found, lambda one: community_json(one, one.my_role))


@communities_api.post("/communities")
@permission(Permission.COMMUNITY_FOUND)
@describes(answer=CommunityObject, body=FoundAtDraft, status=201)
def found() -> Response:
    """Found one. A private one's slug gets four random characters: read it from the answer."""
    insist(viewer(), Permission.COMMUNITY_FOUND)
    made = actions.found(viewer(), body(FoundAtDraft))
    return created(community_json(made, "steward"), f"/api/v1/communities/{made.slug}")


@communities_api.get("/communities/<slug>")
@permission(Permission.COMMUNITY_FIND)
@describes(answer=CommunityObject)
def get(slug: str) -> Response:
    """One community."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_FIND)
    return jsonify(community_json(community, viewer().roles.get(community.id)))


@communities_api.patch("/communities/<slug>")
@permission(
    Permission.COMMUNITY_FIND,
    Permission.COMMUNITY_CHANGE,
    Permission.COMMUNITY_VISIBILITY,
    Permission.COMMUNITY_ARCHIVE,
)
@describes(answer=CommunityObject, body=ChangeDraft)
def change(slug: str) -> Response:
    """Change what the body names; becoming private gives it a new slug."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_FIND)
    for asked in _asked_for():
        insist(viewer(), asked, community)
    actions.change(viewer(), community, body(ChangeDraft))
    return jsonify(community_json(community, viewer().roles.get(community.id)))


def _asked_for() -> list[Permission]:
    """Which acts the body names, without a judgement of its shape, which waits until they are permitted."""
    given = sent()
    named = given if isinstance(given, dict) and given else {"name": None}
    return sorted(
        {ASKED_FOR.get(one, Permission.COMMUNITY_CHANGE) for one in named}, key=lambda one: one.code
    )


@communities_api.put("/communities/<slug>/members/me")
@permission(Permission.COMMUNITY_JOIN)
@describes(answer=MembershipObject, body=JoinDraft)
def join(slug: str) -> Response:
    """Join an open community."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_JOIN)
    body(JoinDraft)
    mine = actions.join(viewer(), community)
    return jsonify(membership_json(community, viewer(), mine.role, mine.since))


@communities_api.delete("/communities/<slug>/members/me")
@permission(Permission.COMMUNITY_LEAVE)
@describes()
def leave(slug: str) -> tuple[str, int]:
    """Leave."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_LEAVE)
    actions.leave(viewer(), community)
    return "", 204


@communities_api.put("/communities/<slug>/members/<handle>")
@permission(Permission.MEMBER_ADD, Permission.MEMBER_ROLE, Permission.PERSON_READ)
@describes(answer=MembershipObject, body=RoleDraft)
def put_member(slug: str, handle: str) -> Response:
    """Add somebody, or change their role."""
    community = fetch(viewer(), Community, slug, Permission.MEMBER_ADD)
    person = fetch(viewer(), Person, handle, Permission.PERSON_READ)
    there = actions.put_member(viewer(), community, person, body(RoleDraft).role)
    return jsonify(membership_json(community, person, there.role, there.since))


@communities_api.delete("/communities/<slug>/members/<handle>")
@permission(Permission.MEMBER_REMOVE, Permission.PERSON_READ)
@describes()
def remove_member(slug: str, handle: str) -> tuple[str, int]:
    """Take somebody out."""
    community = fetch(viewer(), Community, slug, Permission.MEMBER_REMOVE)
    person = fetch(viewer(), Person, handle, Permission.PERSON_READ)
    actions.remove_member(viewer(), community, person)
    return "", 204
