"""The search page, and what is known already while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request

from community.access.check import insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.errors import Invalid
from community.core.limits import spend
from community.core.normal import normalise_line
from community.core.web import Answer, page, viewer, whose_limit
from community.topics.queries import topics_of

from .asked import Asked
from .finding import PER_PAGE, Found, find, known
from .items import Item
from .naming import named

finder = Blueprint("finder", __name__)

MOST_PAGES = 50
MOST_CHIPS = 8
MOST_TYPED = 100
COMPLETED = ("people", "threads", "pages", "all")
STATES = ("written_up", "solved", "answered", "open", "waiting")
KINDS = ("roadblock", "tip", "discussion", "announcement")


def spend_a_search(kind: str = "search") -> None:
    """Count a search, or a look at what is known; signed out both count as one kind, by address.

    Raises:
        TooSoon: the limit is reached.
    """
    spend(whose_limit(), kind if viewer().is_signed_in else "search_signed_out")


@finder.get("/search")
@permission(Permission.SEARCH_ASK)
def search() -> Answer:
    """One box over everything the viewer may read."""
    insist(viewer(), Permission.SEARCH_ASK)
    asked = Asked.of(request.args)
    number = _page_number()
    if asked.is_blank:
        found = Found()
    else:
        spend_a_search()
        found = find(viewer(), asked, offset=(number - 1) * PER_PAGE)
    return page(
        "finder/search.html",
        asked=asked,
        found=found,
        groups=_grouped(found.items),
        number=number,
        last=MOST_PAGES,
        link=_links(asked),
        search_words=asked.words,
        **_chips(found),
    )


def _page_number() -> int:
    typed = request.args.get("page", "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_PAGES))
    return min(max(1, int(typed)), MOST_PAGES) if is_number else 1


def _grouped(items: tuple[Item, ...]) -> list[tuple[str, list[Item]]]:
    """Written up, solved, and the others; within each the best first."""
    groups: dict[str, list[Item]] = {"written_up": [], "solved": [], "others": []}
    for one in items:
        groups.get(one.state, groups["others"]).append(one)
    return [(name, some) for name, some in groups.items() if some]


def _chips(found: Found) -> dict[str, Any]:
    """What one may narrow by: of what is shown, so that nothing else can be learnt from it."""
    homes = {one.row.community_slug: one.row.community_name for one in found.items}
    topics: dict[str, None] = {}
    for rows in topics_of(viewer(), [one.row.id for one in found.items]).values():
        topics.update((row.name, None) for row in rows)
    return {
        "homes": list(homes.items())[:MOST_CHIPS],
        "topics": list(topics)[:MOST_CHIPS],
        "states": STATES,
        "kinds": KINDS,
    }


def _links(asked: Asked) -> Callable[..., str]:
    """What gives the address of the same question with some of it changed."""
    same = asdict(asked)

    def link(number: int = 1, **changes: str) -> str:
        named = {"q" if name == "words" else name: value for name, value in {**same, **changes}.items()}
        if number > 1:
            named["page"] = str(number)
        return "/search?" + urlencode({name: value for name, value in named.items() if value or name == "q"})

    return link


@finder.get("/suggestions")
@permission(Permission.SEARCH_ASK)
def suggestions() -> Answer:
    """What is known already of what somebody is typing: a fragment for the composer, else a page."""
    insist(viewer(), Permission.SEARCH_ASK)
    spend_a_search("suggestions")
    body, title, community = (request.args.get(name, "") for name in ("body", "title", "community"))
    found = known(viewer(), body, title, community=community)
    template = "finder/_known.html" if request.headers.get("HX-Request") == "true" else "finder/known.html"
    return page(template, known=found, looked=bool(body.strip() or title.strip()))


@finder.get("/complete")
@permission(Permission.PERSON_READ, Permission.SEARCH_ASK)
def complete() -> Answer:
    """What somebody means by the part of a name that they have typed: a list's lines, for scripts."""
    insist(viewer(), Permission.PERSON_READ)
    insist(viewer(), Permission.SEARCH_ASK)
    spend_a_search("suggestions")
    words = normalise_line(request.args.get("q", ""))[:MOST_TYPED]
    kind = request.args.get("for", "")
    if kind not in COMPLETED:
        raise Invalid("for", "This should be one of %(names)s", names=", ".join(COMPLETED))
    return page("finder/_named.html", kind=kind, words=words, found=named(viewer(), kind, words))
