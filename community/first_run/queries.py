"""How far a young network is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from community.core.network import CHOICES
from community.core.session import query
from models import Community, NetworkSetting, Person

_KEPT = select(NetworkSetting.name)
_COMMUNITIES = select(func.count()).select_from(Community).scalar_subquery()
_PEOPLE = select(func.count()).select_from(Person).scalar_subquery()
_THERE = select(_COMMUNITIES.label("communities"), _PEOPLE.label("people"))


@dataclass(frozen=True)
class Done:
    """What has been done of the first things; the numbers say no more than that there is something."""

    named: bool
    founded: bool
    invited: bool


def left_to_do() -> Done | None:
    """What has been done so far; None once all of it is, or somebody has put it away."""
    kept = {row.name for row in query(_KEPT)}
    if "first_run" in kept:
        return None
    there = query(_THERE).one()
    done = Done(bool(kept & set(CHOICES)), there.communities > 0, there.people > 1)
    return None if done.founded and done.invited else done
