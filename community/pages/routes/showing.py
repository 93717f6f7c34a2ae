"""A page, and a community's pages."""

from __future__ import annotations

from functools import lru_cache

from flask import redirect, request
from werkzeug.wrappers import Response

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import page_path
from community.core.anonymous import cached_by
from community.core.errors import NotFound
from community.core.listing import limit_and_cursor
from community.core.text import Heading, headings, render_markdown
from community.core.web import Answer, page, viewer
from community.pages import queries
from community.pages.sections import with_sources
from community.pages.sources import sources_here
from models import PAGE_KINDS, Community, Page

from . import pages


def id_of(ref: str) -> str:
    """The id in an address: what stands before the first hyphen; the rest is decoration."""
    return ref.split("-", 1)[0]


@pages.get("/w/<ref>")
@permission(Permission.COMMUNITY_READ)
@cached_by(lambda ref: f"page:{id_of(ref)}")
def show(ref: str) -> Answer:
    """A page as it is now, or with `?version=` as it was."""
    found = fetch(viewer(), Page, id_of(ref), Permission.COMMUNITY_READ)
    path = page_path(found.id, found.title)
    if request.path != path:
        return _moved(path)
    if "version" in request.args:
        return _as_it_was(found, request.args["version"])
    head = queries.head(viewer(), found)
    listed, sources = contents(head.body), sources_here(viewer(), found.id)
    return page(
        "pages/show.html",
        page=found,
        head=head,
        topics=queries.topic_names(head),
        contents=listed,
        sources=sources,
        html=with_sources(head.body_html, listed, sources),
    )


def _moved(path: str) -> Response:
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    answer = redirect(path + query, 301)
    # A title may change back: a browser that kept this would then go round in circles.
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _as_it_was(found: Page, asked: str) -> Answer:
    version = queries.version(viewer(), found, number_of(asked))
    html = render_markdown(version.body)
    return page("pages/version.html", page=found, version=version, html=html, contents=contents(version.body))


def number_of(asked: str) -> int:
    """The number of a version, as somebody typed it.

    Raises:
        NotFound: it is no number that a version could have.
    """
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):  # noqa: PLR2004
        raise NotFound
    return int(asked)


@lru_cache(maxsize=256)
def contents(body: str) -> list[Heading]:
    """The list of contents of a text: kept, as reading Markdown is dear and a page is read often."""
    return headings(body)


@pages.get("/c/<slug>/pages")
@permission(Permission.COMMUNITY_READ)
@cached_by(lambda slug: slug, is_list=True)
def show_list(slug: str) -> Answer:
    """A community's pages, newest activity first."""
    community = fetch(viewer(), Community, slug, Permission.COMMUNITY_READ)
    limit, after = limit_and_cursor()
    kind = request.args.get("kind", "")
    kind = kind if kind in PAGE_KINDS else ""
    before = request.args.get("before")
    found = queries.in_community(viewer(), community, limit=limit, after=after, before=before, kind=kind)
    return page("pages/list.html", community=community, found=found, kind=kind, kinds=PAGE_KINDS)
