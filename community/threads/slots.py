"""What threads lend to other pages."""

from __future__ import annotations

from community.access.check import may
from community.access.permissions import Permission
from community.core.render import render
from community.core.viewer import Viewer
from community.core.web import csrf_field
from models import Community, Page

from . import queries
from .said import done_differently, said_of_page


def latest_everywhere(viewer: Viewer) -> str:
    """Home: what is new in what the viewer may read."""
    return render(
        "threads/_latest.html", viewer=viewer, found=queries.listed(viewer, limit=15), heading="New"
    )


def mine_open(viewer: Viewer) -> str:
    """Home: one's own roadblocks that are not through yet."""
    found = queries.own_unsolved(viewer)
    return render("threads/_mine.html", viewer=viewer, rows=found) if found else ""


def latest_here(viewer: Viewer, community: Community) -> str:
    """A community's home: its latest threads."""
    found = queries.listed(viewer, limit=15, community=community.id)
    return render("threads/_latest.html", viewer=viewer, found=found, heading="Latest", community=community)


def page_warnings(viewer: Viewer, page: Page) -> str:
    """Above a page's text: that it is said to be wrong or unsafe."""
    _counts, warnings = said_of_page(viewer, page.id)
    shown = {"viewer": viewer, "page": page, "warnings": warnings, "csrf": csrf_field()}
    return render("threads/_page_warnings.html", **shown) if warnings else ""


def page_outcomes(viewer: Viewer, page: Page) -> str:
    """A page's foot: what people who tried it say."""
    counts, _warnings = said_of_page(viewer, page.id)
    asks = counts.worked and may(viewer, Permission.PAGE_REVISE, page)
    notes = done_differently(viewer, page.id) if asks else ()
    shown = {"viewer": viewer, "page": page, "counts": counts, "csrf": csrf_field(), "notes": notes}
    return render("threads/_page_outcomes.html", **shown)
