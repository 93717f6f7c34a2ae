"""Following something, and the list of what one follows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from community.access.check import fetch, insist
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.language import N_
from community.core.listing import limit_and_cursor
from community.core.notices import notice
from community.core.web import Answer, form, own_path, page, see_other, viewer

from . import actions, queries
from .drafts import FollowDraft
from .objects import MODELS, Followed, door_of, path_of, path_of_row

following = Blueprint("following", __name__)
SHOWN = 40
SAID = {
    "little": N_("You follow this a little"),
    "normal": N_("You follow this"),
    "everything": N_("You follow everything here"),
    "mute": N_("Muted: you hear of it only when you are named"),
    "usual": N_("As usual again"),
}


@following.get("/settings/following")
@permission(Permission.FOLLOW_SET)
def show() -> Answer:
    """What one follows and has muted."""
    insist(viewer(), Permission.FOLLOW_SET)
    found = queries.followed(viewer(), *limit_and_cursor(default=SHOWN))
    return page("following/show.html", found=found, path_of=path_of_row, door_of=door_of)


@following.post("/<any(t, w, c, people, topics, systems, tasks):kind>/<ref>/following")
@permission(Permission.FOLLOW_SET)
def follow(kind: str, ref: str) -> Answer:
    """Say how closely."""
    thing = _fetched(kind, ref)
    draft = form(FollowDraft)
    actions.follow(viewer(), thing, draft)
    notice(SAID[draft.strength])
    return see_other(own_path(request.form.get("next"), path_of(thing)))


def _fetched(kind: str, ref: str) -> Followed:
    model: Any = MODELS[kind]
    found: Followed = fetch(
        viewer(), model, ref.split("-", 1)[0] if kind in "tw" else ref, Permission.FOLLOW_SET
    )
    return found
