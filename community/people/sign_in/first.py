"""The first administrator's one-time link, printed while nobody is one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from community.core.action import action
from community.core.clock import now
from community.core.session import session
from community.core.settings import Settings
from models import OneTimeLink

from .actions import has_administrator
from .links import secret_hash, secret_of

LASTS = timedelta(days=7)


@action
def first_link(settings: Settings) -> str | None:
    """The link that makes the first administrator, minted anew at each start; None once there is one."""
    if has_administrator():
        return None
    at = now()
    earlier = (OneTimeLink.purpose == "administrator", OneTimeLink.used_at.is_(None))
    session().execute(update(OneTimeLink).where(*earlier).values(used_at=at))
    row = OneTimeLink(purpose="administrator", hash="", created_at=at, expires_at=at + LASTS)
    session().add(row)
    session().flush()
    secret = secret_of(settings.secret(), row.id, row.purpose)
    row.hash = secret_hash(secret)
    return f"{settings.address}/welcome/{secret}"


def pending(secret: str, purpose: str) -> OneTimeLink | None:
    """The link behind a secret, if it may still be used."""
    wanted = (
        OneTimeLink.hash == secret_hash(secret),
        OneTimeLink.purpose == purpose,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now(),
    )
    return session().scalars(select(OneTimeLink).where(*wanted)).first()
