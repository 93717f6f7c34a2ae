"""Writing pages, changing them, writing up what worked."""

from __future__ import annotations

from typing import Any

from community.core.drafting import read
from community.demo.records import Piece
from community.demo.scene import Scene
from community.demo.script import Act
from community.pages import actions as pages
from community.pages.drafts import PageDraft, RevisionDraft
from community.promotion import actions as promotion
from community.promotion.drafts import WriteUpDraft

from .doing import Doing

_WRITTEN = ("title", "kind", "success", "topics", "context")
_CHANGED = ("kind", "success", "topics", "summary", "minor")


def page(scene: Scene, act: Act) -> Doing:
    fields: dict[str, Any] = {name: act.given[name] for name in _WRITTEN if name in act.given}
    draft = read(PageDraft, {**fields, "body": scene.text(act.given["body"])})

    def do() -> Piece:
        community = scene.community(act.given["community"])
        return Piece("page", act.story, pages.create(scene.actor(act.by), community, draft).id)

    return do


def revise(scene: Scene, act: Act) -> Doing:
    """A new version: with other words in some places, or with more at the end."""
    there = scene.page(act.given.get("page", act.story))
    fields: dict[str, Any] = {name: act.given[name] for name in _CHANGED if name in act.given}
    fields["title"] = act.given.get("title", there.title)
    body = _changed(there.body, act, scene)
    draft = read(RevisionDraft, {**fields, "body": body, "base_revision": there.revision})

    def do() -> None:
        pages.revise(scene.actor(act.by), there, draft)

    return do


def _changed(body: str, act: Act, scene: Scene) -> str:
    """The body with each old passage replaced by its new one.

    Raises:
        ValueError: a passage that is to be replaced is not there.
    """
    for old, new in act.given.get("replace", ()):
        if old not in body:
            raise ValueError(f"{act.story}: there is no {old!r} to replace")
        body = body.replace(old, scene.text(new))
    more = scene.text(act.given.get("add", ""))
    return f"{body.rstrip()}\n\n{more}" if more else body


def go_back(scene: Scene, act: Act) -> Doing:
    def do() -> None:
        pages.go_back(scene.actor(act.by), scene.page(act.story), act.given["to"])

    return do


def write_up(scene: Scene, act: Act) -> Doing:
    """As a page of its own, called `key`, or as a section of the page that `into` names."""
    fields = {name: act.given[name] for name in ("title", "kind") if name in act.given}
    draft = read(WriteUpDraft, fields)

    def do() -> Piece | None:
        into = scene.page(act.given["into"]) if "into" in act.given else None
        made = promotion.write_up(scene.actor(act.by), scene.thread(act.story), draft, into=into)
        return Piece("page", act.given["key"], made.id) if into is None else None

    return do
