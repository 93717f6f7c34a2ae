"""One's API tokens."""

from __future__ import annotations

from typing import Any

from community.access.doors import permission
from community.access.permissions import Permission
from community.core.web import Answer, again, form, page, see_other, viewer
from community.people import queries
from community.people.actions import tokens
from community.people.drafts import TokenDraft

from . import people
from .settings import oneself


@people.get("/settings/tokens")
@permission(Permission.PERSON_CHANGE)
def show_tokens() -> Answer:
    """The tokens that still work."""
    oneself()
    return page("settings/tokens.html", tokens=queries.tokens(viewer().person_id))


@people.get("/settings/tokens/new")
@permission(Permission.TOKEN_MAKE)
def show_new_token(**shown: Any) -> Answer:
    """The form for a new one; who signed in a while ago gives the password again first."""
    oneself(Permission.TOKEN_MAKE)
    return page("settings/new_token.html", **shown)


@people.post("/settings/tokens/new")
@permission(Permission.TOKEN_MAKE)
@again(show_new_token)
def make_token() -> Answer:
    """Make it and show it, once."""
    person = oneself(Permission.TOKEN_MAKE)
    draft = form(TokenDraft)
    made = tokens.make_token(viewer(), person, draft)
    return page("settings/token.html", token=made, name=draft.name)


@people.post("/settings/tokens/<id_>/revoke")
@permission(Permission.TOKEN_REVOKE)
def revoke_token(id_: str) -> Answer:
    """End one."""
    tokens.revoke_token(viewer(), oneself(Permission.TOKEN_REVOKE), id_)
    return see_other("/settings/tokens")
