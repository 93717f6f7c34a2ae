"""Who answers for a system or task.

Whoever keeps the list appoints and releases. Naming a system first gives nobody a right over it: anybody may do that
in a question of their own.
"""

from __future__ import annotations

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action, hold
from community.core.clock import now
from community.core.errors import NotFound
from community.core.events import OwnerAppointed, OwnerReleased, emit
from community.core.session import memo, session
from community.core.viewer import Viewer
from models import Owner, Person, System, Task


@action
def appoint(actor: Viewer, place: System | Task, person: Person) -> Owner:
    """Have somebody answer for a system or task; there may be several. Appointed twice, nothing changes.

    Raises:
        NotFound: their account has ended.
    """
    hold(place)
    require(actor, Permission.PLACE_CURATE, place)
    if person.deactivated_at is not None:
        raise NotFound
    there = session().get(Owner, (place.id, person.id))
    if there is not None:
        return there
    made = Owner(object=place.id, person_id=person.id, by_id=actor.person_id, at=now())
    session().add(made)
    memo().clear()
    emit(OwnerAppointed(place_id=place.id, person_id=person.id, actor_id=actor.person_id))
    return made


@action
def release(actor: Viewer, place: System | Task, person: Person) -> None:
    """Somebody no longer answers for it.

    Raises:
        NotFound: they did not.
    """
    hold(place)
    require(actor, Permission.PLACE_CURATE, place)
    there = session().get(Owner, (place.id, person.id))
    if there is None:
        raise NotFound
    session().delete(there)
    memo().clear()
    emit(OwnerReleased(place_id=place.id, person_id=person.id, actor_id=actor.person_id))
