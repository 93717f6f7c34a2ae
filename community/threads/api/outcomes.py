"""It worked · It didn't work · Wrong or unsafe."""

from __future__ import annotations

from flask import Response, jsonify

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.web import body, viewer
from models import Page, Post, Thread

from ..actions import outcomes
from ..drafts import OutcomeDraft
from ..said import said_of, said_of_page
from . import threads_api

KINDS: dict[str, type[Post] | type[Thread] | type[Page]] = {"posts": Post, "threads": Thread, "pages": Page}


def _counts(tried: Post | Thread | Page) -> Response:
    if isinstance(tried, Page):
        return jsonify(said_of_page(viewer(), tried.id)[0].as_object())
    root = tried.thread.id if isinstance(tried, Post) else tried.id
    return jsonify(said_of(viewer(), [root])[root].of(tried.id).as_object())


@threads_api.put("/<any(posts, pages, threads):kind>/<id_>/outcome")
@permission(Permission.OUTCOME_SAY, Permission.SOLUTION_ACCEPT)
def say(kind: str, id_: str) -> Response:
    """Say it; the asker's `worked` accepts the answer."""
    tried: Post | Thread | Page = fetch(viewer(), KINDS[kind], id_, Permission.OUTCOME_SAY)  # type: ignore[type-var]
    outcomes.say(viewer(), tried, body(OutcomeDraft))
    return _counts(tried)


@threads_api.delete("/<any(posts, pages, threads):kind>/<id_>/outcome")
@permission(Permission.OUTCOME_SAY)
def take_back(kind: str, id_: str) -> tuple[str, int]:
    """Take one's word back."""
    tried: Post | Thread | Page = fetch(viewer(), KINDS[kind], id_, Permission.OUTCOME_SAY)  # type: ignore[type-var]
    outcomes.take_back(viewer(), tried)
    return "", 204
