"""Saying that one will try something, and telling whether it worked. Everybody only ever touches their own row."""

from __future__ import annotations

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import NotFound
from community.core.session import session
from community.core.viewer import Viewer
from community.threads.actions.outcomes import say
from community.threads.drafts import OutcomeDraft
from models import Offered, Page, Thread

from .drafts import TriedDraft
from .queries import what_was_tried

# That something was offered is nobody else's news: no event. What is said of it in the end has its own.


@action
def offer(actor: Viewer, thing: Thread | Page) -> None:
    """Note that somebody goes to try it. It counts as offered, no more; tried again, it is asked about again."""
    hold(thing)
    require(actor, Permission.COMMUNITY_READ, thing)
    row = session().get(Offered, (actor.person_id, thing.id))
    if row is None:
        row = Offered(person_id=actor.person_id, object=thing.id)
        session().add(row)
    row.at, row.told_at = now(), None


@action
def tell(actor: Viewer, thing: Thread | Page, draft: TriedDraft) -> None:
    """Tell once whether it worked. Of a thread it is said of what worked there; of nobody if nothing has.

    Raises:
        NotFound: they never said they would try it.
    """
    hold(thing)
    require(actor, Permission.OUTCOME_SAY, thing)
    row = session().get(Offered, (actor.person_id, thing.id))
    if row is None:
        raise NotFound
    row.told_at = now()
    tried = what_was_tried(thing) if draft.outcome != "later" else None
    if tried is not None:
        say(actor, tried, OutcomeDraft(outcome=draft.outcome))
