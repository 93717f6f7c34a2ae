"""What threads lend to other pages."""

from __future__ import annotations

from community.access.check import may
from community.access.permissions import Permission
from community.core.language import gettext
from community.core.render import render
from community.core.viewer import Viewer
from community.core.web import csrf_field
from models import Community, Page

from . import queries
from .said import done_differently, said_of_page

MOST_OPEN = 4


def latest_everywhere(viewer: Viewer) -> str:
    """Home: what is new in what the viewer may read."""
    return render(
        "threads/_latest.html", viewer=viewer, found=queries.listed(viewer, limit=15), heading=gettext("New")
    )


def mine_answered(viewer: Viewer) -> str:
    """Home: one's own roadblocks that wait for one's word whether it worked, line by line."""
    found = queries.own(viewer, "answered")
    return render("threads/_answered.html", viewer=viewer, rows=found) if found else ""


def mine_open(viewer: Viewer) -> str:
    """Home: one's own roadblocks that wait for somebody else."""
    found = queries.own(viewer, "open", "waiting")
    return render("threads/_mine.html", viewer=viewer, rows=found) if found else ""


def latest_here(viewer: Viewer, community: Community) -> str:
    """A community's home: its latest threads."""
    found = queries.listed(viewer, limit=15, community=community.id)
    return render(
        "threads/_latest.html", viewer=viewer, found=found, heading=gettext("Latest"), community=community
    )


def open_here(viewer: Viewer, community: Community) -> str:
    """A community's home: roadblocks of others that nobody has found the way past yet."""
    chosen = {"community": community.id, "kind": "roadblock", "state": "open", "by_others": viewer.person_id}
    found = queries.listed(viewer, limit=MOST_OPEN, **chosen)
    return render("threads/_open.html", viewer=viewer, rows=found.items) if found.items else ""


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
