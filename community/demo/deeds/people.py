"""Who is there, where they belong, and what is theirs alone."""

from __future__ import annotations

from community.access import standing
from community.access.check import require
from community.access.permissions import Permission
from community.communities import actions as communities
from community.communities.drafts import FoundDraft
from community.core.drafting import read
from community.core.viewer import COMMAND_LINE
from community.demo.records import Piece
from community.demo.scene import Scene
from community.demo.script import Act
from community.notifications import actions as notifications
from community.people.actions.profile import change_profile
from community.people.drafts import ProfileDraft
from community.people.sign_in.actions.accounts import register
from community.people.sign_in.drafts import MadePersonDraft
from community.topics.actions.owners import appoint
from community.unfinished.actions import keep
from community.unfinished.drafts import UnfinishedDraft

from .doing import Doing

# A name that is kept for examples: no mail can ever arrive there.
ADDRESS = "%s@demo.example"


def person(scene: Scene, act: Act) -> Doing:
    """An account with an address that counts as confirmed, and without a password: so no mail is asked for."""
    given = act.given
    made = read(MadePersonDraft, {"name": given["name"], "email": ADDRESS % given["key"]})
    profile = read(ProfileDraft, {"name": given["name"], "about": scene.text(given["about"])})

    def do() -> Piece:
        require(COMMAND_LINE, Permission.NETWORK_PEOPLE)
        new = register(None, made, confirmed=True)
        change_profile(standing.of_person(new.id), new, profile)
        return Piece("person", given["key"], new.id)

    return do


def found(scene: Scene, act: Act) -> Doing:
    fields = {name: act.given[name] for name in ("name", "purpose", "visibility")}
    draft = read(FoundDraft, fields)
    return lambda: Piece("community", act.given["key"], communities.found(scene.actor(act.by), draft).id)


def let_in(scene: Scene, act: Act) -> Doing:
    def do() -> None:
        community, newcomer = scene.community(act.given["community"]), scene.person(act.given["person"])
        communities.put_member(scene.actor(act.by), community, newcomer, act.given["role"])

    return do


def answers_for(scene: Scene, act: Act) -> Doing:
    """Somebody is appointed to answer for a system."""

    def do() -> None:
        system = scene.system(act.given["community"], act.given["system"])
        appoint(scene.actor(act.by), system, scene.person(act.given["person"]))

    return do


def reads(scene: Scene, act: Act) -> Doing:
    """Everything in one's inbox until then."""

    def do() -> None:
        notifications.read_all(scene.actor(act.by))

    return do


def begins(scene: Scene, act: Act) -> Doing:
    """A text that is not sent: a question, or with `of` an answer to a thread."""
    of = act.given.get("of")
    place = f"t/{scene.id('thread', of)}/answer" if of else "ask"
    fields = {"title": act.given.get("title", ""), "body": scene.text(act.given["body"])}
    draft = read(UnfinishedDraft, fields)
    return lambda: keep(scene.actor(act.by), place, draft)
