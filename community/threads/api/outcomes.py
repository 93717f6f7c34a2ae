"""It worked · It didn't work · Wrong or unsafe."""

from __future__ import annotations

from flask import Response, jsonify

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.describing import describes
from community.core.shapes import OutcomesObject
from community.core.web import body, viewer
from community.threads.actions import outcomes
from community.threads.drafts import OutcomeDraft
from community.threads.said import said_of, said_of_page
from models import Page, Post, Thread

from . import threads_api

KINDS: dict[str, type[Post | Thread | Page]] = {"posts": Post, "threads": Thread, "pages": Page}


def _counts(tried: Post | Thread | Page) -> Response:
    if isinstance(tried, Page):
        return jsonify(said_of_page(viewer(), tried.id)[0].as_object())
    root = tried.thread.id if isinstance(tried, Post) else tried.id
    return jsonify(said_of(viewer(), [root])[root].of(tried.id).as_object())


@threads_api.put("/posts/<id_>/outcome", defaults={"kind": "posts"})
@threads_api.put("/pages/<id_>/outcome", defaults={"kind": "pages"})
@threads_api.put("/threads/<id_>/outcome", defaults={"kind": "threads"})
@permission(Permission.OUTCOME_SAY, Permission.SOLUTION_ACCEPT)
@describes(answer=OutcomesObject, body=OutcomeDraft)
def say(kind: str, id_: str) -> Response:
    """Say it; the asker's `worked` accepts the answer."""
    tried: Post | Thread | Page = fetch(viewer(), KINDS[kind], id_, Permission.OUTCOME_SAY)  # type: ignore[type-var]
    outcomes.say(viewer(), tried, body(OutcomeDraft))
    return _counts(tried)


@threads_api.delete("/posts/<id_>/outcome", defaults={"kind": "posts"})
@threads_api.delete("/pages/<id_>/outcome", defaults={"kind": "pages"})
@threads_api.delete("/threads/<id_>/outcome", defaults={"kind": "threads"})
@permission(Permission.OUTCOME_SAY)
@describes()
def take_back(kind: str, id_: str) -> tuple[str, int]:
    """Take one's word back."""
    tried: Post | Thread | Page = fetch(viewer(), KINDS[kind], id_, Permission.OUTCOME_SAY)  # type: ignore[type-var]
    outcomes.take_back(viewer(), tried)
    return "", 204
