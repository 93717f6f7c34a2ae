"""One's own profile."""

from __future__ import annotations

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.events import PersonChanged, emit
from community.core.viewer import Viewer
from community.people.drafts import ProfileDraft
from models import Person


@action
def change_profile(actor: Viewer, person: Person, draft: ProfileDraft) -> Person:
    """Change one's name, the text about oneself, language, time zone, theme and keys."""
    hold(person)
    require(actor, Permission.PERSON_CHANGE, person)
    person.name = draft.name
    person.about = draft.about
    person.about_html = draft.about_html
    person.locale = draft.locale
    person.time_zone = draft.time_zone
    person.theme = draft.theme
    person.shortcuts = draft.shortcuts == "on"
    emit(PersonChanged(person_id=person.id, actor_id=actor.person_id))
    return person
