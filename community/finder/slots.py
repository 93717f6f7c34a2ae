"""What the finder lends to other pages."""

from __future__ import annotations

from community.core.render import render
from community.core.viewer import Viewer
from community.core.web import csrf_field

from .finding import known


def ask_known(
    viewer: Viewer,
    body: str,
    title: str = "",
    community: str = "",
    looked: bool = False,  # noqa: FBT001, FBT002  a template says it
) -> str:
    """Beside the composer: what is known already of the text in it.

    Args:
        viewer: who is asking.
        body: their text.
        title: their title.
        community: the slug of the one they chose, if any.
        looked: they pressed the button to see it, so say when there is nothing.
    """
    found = known(viewer, body, title, community=community)
    shown = {"known": found, "looked": looked and bool(body.strip()), "csrf": csrf_field()}
    return render("finder/_known.html", viewer=viewer, **shown)
