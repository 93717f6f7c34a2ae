"""The pages of signing in and out. They come before any permission: nobody is known yet."""

from __future__ import annotations

from flask import Blueprint, request
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from community.access import standing
from community.access.doors import no_permission, permission
from community.access.permissions import Permission
from community.core.errors import Invalid
from community.core.web import Answer, again, form, own_path, page, see_other, viewer

from . import actions, queries
from .drafts import SignInDraft
from .identify import SignedIn
from .passwords import is_right

sign_in = Blueprint("sign_in", __name__)


@sign_in.get("/sign-in")
@no_permission("signing in comes first")
def show(**shown: object) -> Answer:
    """The sign-in page: one of its own, so that cached pages carry no token."""
    goes_on = own_path(request.values.get("next"))
    return page("sign_in/show.html", with_token=True, next=goes_on, **shown)


@sign_in.post("/sign-in")
@no_permission("signing in comes first")
@again(show)
def enter() -> Answer:
    """Sign in. A wrong password and an unknown address are answered alike."""
    draft = form(SignInDraft)
    person = queries.by_email(draft.email)
    if not is_right(person.password_hash if person else None, draft.password) or person is None:
        raise Invalid("password", "This address and password do not belong together")
    begin(person_id=person.id)
    return see_other(own_path(request.form.get("next")))


def begin(person_id: str) -> None:
    """Begin a session for somebody who has just shown who they are, and hand its id to the browser."""
    person = queries.by_id(person_id)
    row = actions.sign_in(person, request.user_agent.string)
    login_user(SignedIn(standing.of_session(row.id)), remember=False)
    from flask import session as cookie

    cookie.permanent = True


@sign_in.post("/sign-out")
@permission(Permission.PERSON_CHANGE)
def leave() -> Response:
    """Sign out: the session's row ends, and with it every copy of the cookie."""
    who = viewer()
    if who.session_id:
        actions.sign_out(who, who.session_id)
    logout_user()
    return see_other("/")
