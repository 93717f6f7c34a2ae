"""What a browser is handed when somebody signs in: a cookie that names the session's row, and nothing else."""

from __future__ import annotations

from flask import request
from flask import session as cookie
from flask_login import login_user, logout_user

from community.access import standing
from community.core.web import viewer
from models import Person

from . import seen
from .actions import sessions
from .identify import SignedIn


def begin(person: Person) -> None:
    """Begin a session for somebody who has just shown who they are, instead of the one this browser had.

    Raises:
        Suspended: they are shut out for a time.
    """
    row = sessions.sign_in(person, request.user_agent.string, viewer().session_id)
    cookie.clear()  # nothing of before, its form token included, outlives a change of who it is
    login_user(SignedIn(standing.of_session(row.id)))
    cookie.permanent = True
    seen.just_began(row.id)


def end() -> None:
    """End this browser's session."""
    who = viewer()
    if who.session_id:
        sessions.sign_out(who.session_id)
    logout_user()
    cookie.clear()
