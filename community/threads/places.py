"""Names in a query made ids, as far as the viewer may know them; and a placement as the API shows it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from community.access.visibility import VISIBLE, seeing
from community.core.addresses import slug_of
from community.core.language import N_, Sentence
from community.core.session import session
from community.core.viewer import Viewer
from models import System, Task, Topic

from .placement import Placement


def ids_of(viewer: Viewer, names: dict[str, str]) -> dict[str, str] | None:
    """The ids behind the names of a topic, system and task.

    Returns:
        ids by the same keys, without those not named; None where a name means nothing to this viewer.
    """
    found: dict[str, str] = {}
    for key, model in (("topic", Topic), ("system", System), ("task", Task)):
        if not names.get(key):
            continue
        wanted: list[Any] = [model.slug == slug_of(names[key]), VISIBLE[model]]
        if model is Task and "system" in found:
            wanted.append(Task.system_id == found["system"])
        id_ = session().scalars(select(model.id).where(*wanted).limit(1), seeing(viewer)).first()
        if id_ is None:
            return None
        found[key] = id_
    return found


def placement_object(found: Placement, network_name: str) -> dict[str, Any]:
    """`community`, `audience`, and `people` with their evidence in a phrase."""
    community = found.community
    everyone, members = (
        N_("everyone at %(network)s, %(people)d people"),
        N_("%(people)d people of %(community)s"),
    )
    names = {"network": network_name, "community": community.name, "people": found.readers}
    label = str(Sentence(everyone if found.is_everyone else members, names))
    return {
        "community": {"slug": community.slug, "name": community.name, "visibility": community.visibility},
        "audience": {"label": label},
        "people": [
            {
                "person": {
                    "id": one.id,
                    "handle": one.handle,
                    "name": one.name,
                    "url": f"/people/{one.handle}",
                },
                "evidence": str(one.phrase),
            }
            for one in found.people
        ],
    }
