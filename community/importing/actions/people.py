"""Profiles of those who wrote what comes in. They have neither address nor password, so nobody signs in as them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.clock import now
from community.core.session import session
from community.core.viewer import Viewer
from community.importing.profiles import Profile, chosen, joined_at
from community.importing.queries import known, taken
from models import Community, Imported, Person


@action
def bring_people(actor: Viewer, community: Community, source: str, profiles: Sequence[Profile]) -> int:
    """Bring these people in; whoever is here already stays as they are.

    Returns:
        how many were new.
    """
    require(actor, Permission.IMPORT_RUN, community)
    here = known(source, "person", (one.key for one in profiles))
    new = [one for one in profiles if one.key not in here]
    if not new:
        return 0
    handles = chosen(new, taken({handle for one in new for handle in one.handles}))
    at = now()
    session().execute(
        insert(Person),
        [
            {
                "id": one.id,
                "handle": handles[one.id],
                "name": one.name,
                "about": one.about,
                "about_html": one.about_html,
                "origin": one.origin,
                "created_at": joined_at(one, at),
            }
            for one in new
        ],
    )
    rows = [
        {"source": source, "kind": "person", "foreign_id": one.key, "object": one.id, "at": at} for one in new
    ]
    session().execute(insert(Imported), rows)
    return len(new)
