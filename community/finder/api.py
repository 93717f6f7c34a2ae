"""Searching and suggestions in JSON."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from community.access.check import insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import describes
from community.core.errors import Invalid
from community.core.listing import limit_and_cursor
from community.core.paging import decode, encode
from community.core.web import viewer

from .asked import Asked
from .finding import find, known
from .routes import spend_a_search
from .shapes import FoundList, KnownList, SearchAsked, SuggestionsAsked

finder_api = APIBlueprint("finder_api", __name__, tag="Search", url_prefix="/api/v1")

DEEPEST = 10_000


@finder_api.get("/search")
@permission(Permission.SEARCH_ASK)
@describes(answer=FoundList, query=SearchAsked)
def search() -> Response:
    """What the caller may read of what they asked for, best first."""
    insist(viewer(), Permission.SEARCH_ASK)
    limit, after = limit_and_cursor()
    offset = _offset(after)
    spend_a_search()
    found = find(viewer(), Asked.of(request.args), offset=offset, limit=limit)
    content = {
        "items": [one.as_object() for one in found.items],
        "total": found.total,
        "more": found.more,
        "next": encode(offset + limit) if found.goes_on and offset + limit <= DEEPEST else None,
    }
    return jsonify(content)


def _offset(after: str | None) -> int:
    if after is None:
        return 0
    offset = decode(after, int)[0]
    if not isinstance(offset, int) or not 0 <= offset <= DEEPEST:
        raise Invalid("after", "This cursor is not one of ours")
    return offset


@finder_api.get("/suggestions")
@permission(Permission.SEARCH_ASK)
@describes(answer=KnownList, query=SuggestionsAsked)
def suggestions() -> Response:
    """What may answer a text already, best first; of the community where it is asked before others."""
    insist(viewer(), Permission.SEARCH_ASK)
    limit, _ = limit_and_cursor(default=5)
    spend_a_search("suggestions")
    body, title, community = (request.args.get(name, "") for name in ("body", "title", "community"))
    found = known(viewer(), body, title, limit, community)
    return jsonify({"items": [one.as_object() for one in found.items]})
