"""API tokens: made once in a browser, ended at any time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from community.access.check import require
from community.access.permissions import Permission
from community.core.action import action
from community.core.clock import now
from community.core.errors import Denied, NotFound
from community.core.session import session
from community.core.viewer import Viewer
from community.people.drafts import TokenDraft
from community.people.sign_in.tokens import new_token, token_hash
from models import ApiToken, Person


@action
def make_token(actor: Viewer, person: Person, draft: TokenDraft) -> str:
    """Make an API token of one's own.

    Returns:
        the token itself, which is kept nowhere.

    Raises:
        Denied: a scope above one's own power.
    """
    require(actor, Permission.TOKEN_MAKE, person)
    if draft.scope == "admin" and not actor.is_administrator:
        raise Denied("Only who runs the network makes tokens of this scope", permission="token:make")
    token = new_token()
    at = now()
    session().add(
        ApiToken(
            person_id=person.id,
            name=draft.name,
            scope=draft.scope,
            hash=token_hash(token),
            created_at=at,
            expires_at=at + timedelta(days=draft.days),
        )
    )
    return token


@action
def revoke_token(actor: Viewer, person: Person, token_id: str) -> None:
    """End one of a person's tokens; it is dead from this commit on.

    Raises:
        NotFound: it is not one of theirs, or has ended already.
    """
    require(actor, Permission.TOKEN_REVOKE, person)
    chosen = (ApiToken.id == token_id, ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
    ended = update(ApiToken).where(*chosen).values(revoked_at=now()).returning(ApiToken.id)
    if session().execute(ended).first() is None:
        raise NotFound
