"""What is said of a roadblock and its answers: whether it worked, why, whom it rests with, where it is the same."""

from __future__ import annotations

from community.core.drafting import read
from community.demo.scene import Scene
from community.demo.script import Act
from community.threads.actions import linking, outcomes, solutions
from community.threads.drafts import CauseDraft, LiftDraft, OutcomeDraft, SameAsDraft, WaitingDraft

from .doing import Doing


def worked(scene: Scene, act: Act) -> Doing:
    return _outcome(scene, act, "worked")


def failed(scene: Scene, act: Act) -> Doing:
    return _outcome(scene, act, "failed")


def unsafe(scene: Scene, act: Act) -> Doing:
    return _outcome(scene, act, "unsafe")


def _outcome(scene: Scene, act: Act, said: str) -> Doing:
    """Of the answer or page that `of` names, else of the tip or page that the story is about."""
    fields = {name: act.given[name] for name in ("saved", "note") if name in act.given}
    draft = read(OutcomeDraft, {**fields, "outcome": said})

    def do() -> None:
        outcomes.say(scene.actor(act.by), scene.tried(act.story, act.given.get("of", "")), draft)

    return do


def lift(scene: Scene, act: Act) -> Doing:
    draft = read(LiftDraft, {"word": act.given["word"]})

    def do() -> None:
        outcomes.lift(scene.actor(act.by), scene.tried(act.story, act.given.get("of", "")), draft)

    return do


def cause(scene: Scene, act: Act) -> Doing:
    return _explain(scene, act, read(CauseDraft, {"cause": scene.text(act.given["body"])}))


def good_enough(scene: Scene, act: Act) -> Doing:
    return _explain(scene, act, read(CauseDraft, {"good_enough": True}))


def _explain(scene: Scene, act: Act, draft: CauseDraft) -> Doing:
    def do() -> None:
        subject = scene.id("post", f"{act.story}.{act.given['of']}")
        solutions.explain(scene.actor(act.by), scene.thread(act.story), subject, draft)

    return do


def same_problem(scene: Scene, act: Act) -> Doing:
    def do() -> None:
        linking.same_problem(scene.actor(act.by), scene.thread(act.story), has_it=True)

    return do


def same_as(scene: Scene, act: Act) -> Doing:
    other = act.given["other"]
    draft = read(SameAsDraft, {"thread": scene.id("thread", other), "note": act.given.get("note", "")})

    def do() -> None:
        linking.same_as(scene.actor(act.by), scene.thread(act.story), scene.thread(other), draft)

    return do


def wait(scene: Scene, act: Act) -> Doing:
    fields = {"on": act.given["on"], "reference": act.given.get("reference", "")}
    draft = read(WaitingDraft, fields)

    def do() -> None:
        linking.wait(scene.actor(act.by), scene.thread(act.story), draft)

    return do


def repaired(scene: Scene, act: Act) -> Doing:
    def do() -> None:
        linking.end_waiting(scene.actor(act.by), scene.thread(act.story), repaired=True)

    return do
