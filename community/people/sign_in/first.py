"""The first administrator's one-time link, printed while nobody is one."""

from __future__ import annotations

from sqlalchemy import update

from community.core.action import action
from community.core.clock import now
from community.core.session import session
from community.core.settings import Settings
from models import OneTimeLink

from .links import LASTS, link_address, secret_hash, secret_of
from .queries import has_administrator

PURPOSE = "administrator"


@action
def first_link(settings: Settings) -> str | None:
    """The link that makes the first administrator, minted anew at each start; None once there is one."""
    if has_administrator():
        return None
    at = now()
    earlier = (OneTimeLink.purpose == PURPOSE, OneTimeLink.used_at.is_(None))
    session().execute(update(OneTimeLink).where(*earlier).values(used_at=at))
    row = OneTimeLink(purpose=PURPOSE, hash="", created_at=at, expires_at=at + LASTS[PURPOSE])
    session().add(row)
    session().flush()
    secret = secret_of(settings.secret(), row.id, row.purpose)
    row.hash = secret_hash(secret)
    return link_address(settings.address, row.purpose, secret)
