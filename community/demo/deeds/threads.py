"""Asking, answering, commenting, changing one's text, closing."""

from __future__ import annotations

from typing import Any

from community.core.drafting import read
from community.demo.records import Piece
from community.demo.scene import Scene
from community.demo.script import Act
from community.threads.actions import opening, posts
from community.threads.drafts import AnswerDraft, CloseDraft, CommentDraft, EditDraft, OpenDraft

from .doing import Doing

_OPENED = ("kind", "title", "topics", "context", "anonymous")


def opened(scene: Scene, act: Act) -> Doing:
    """A roadblock, tip, discussion or announcement."""
    fields: dict[str, Any] = {name: act.given[name] for name in _OPENED if name in act.given}
    draft = read(OpenDraft, {**fields, "body": scene.text(act.given["body"])})

    def do() -> Piece:
        community = scene.community(act.given["community"])
        return Piece("thread", act.story, opening.open_thread(scene.actor(act.by), community, draft).id)

    return do


def answer(scene: Scene, act: Act) -> Doing:
    draft = read(AnswerDraft, {"body": scene.text(act.given["body"])})
    return lambda: _piece(act, posts.answer(scene.actor(act.by), scene.thread(act.story), draft).id)


def comment(scene: Scene, act: Act) -> Doing:
    """Under the post that `of` names, else under the thread's own text."""
    of = act.given.get("of")
    parent = scene.id("post", f"{act.story}.{of}") if of else None
    draft = read(CommentDraft, {"body": scene.text(act.given["body"]), "parent": parent})
    return lambda: _piece(act, posts.comment(scene.actor(act.by), scene.thread(act.story), draft).id)


def _piece(act: Act, post_id: str) -> Piece | None:
    """Only what the story speaks of again has a name, and is remembered: the others go with their thread."""
    return Piece("post", f"{act.story}.{act.given['key']}", post_id) if "key" in act.given else None


def edit(scene: Scene, act: Act) -> Doing:
    draft = read(EditDraft, {"body": scene.text(act.given["body"])})

    def do() -> None:
        posts.edit(scene.actor(act.by), scene.post(act.story, act.given["of"]), draft)

    return do


def close(scene: Scene, act: Act) -> Doing:
    draft = read(CloseDraft, {"note": act.given["note"]})

    def do() -> None:
        opening.close(scene.actor(act.by), scene.thread(act.story), draft)

    return do
