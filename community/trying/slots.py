"""What trying lends to Home and to the composer."""

from __future__ import annotations

from community.core.render import render
from community.core.viewer import Viewer
from community.core.web import csrf_field

from .queries import untold


def did_it_work(viewer: Viewer, back: str = "/") -> str:
    """Line by line, what the viewer said they would try, and whether it worked.

    Args:
        viewer: who looks.
        back: where 'Not now' leads to.
    """
    found = untold(viewer) if viewer.is_signed_in else ()
    return (
        render("trying/_asked.html", viewer=viewer, tried=found, back=back, csrf=csrf_field())
        if found
        else ""
    )
