"""One's own settings: profile and password."""

from __future__ import annotations

from typing import Any

from flask import request

from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.limits import address_key
from community.core.notices import notice
from community.core.text import preview as preview_of
from community.core.web import Answer, again, form, page, see_other, viewer
from community.people.actions import profile
from community.people.drafts import ProfileDraft
from community.people.sign_in.actions import passwords
from community.people.sign_in.authenticate import NOT_YOURS, authenticate
from community.people.sign_in.drafts import NewPasswordDraft
from community.people.time_zones import time_zones
from models import Person

from . import people


def oneself(wanted: Permission = Permission.PERSON_CHANGE) -> Person:
    """The person who looks, whose own things these are."""
    return fetch(viewer(), Person, viewer().handle, wanted)


@people.get("/settings")
@permission(Permission.PERSON_CHANGE)
def show_settings(**shown: Any) -> Answer:
    """The profile's form."""
    return page(
        "settings/profile.html", person=oneself(), time_zones=time_zones(), **{"preview": None, **shown}
    )


@people.post("/settings")
@permission(Permission.PERSON_CHANGE)
@again(show_settings)
def change_profile() -> Answer:
    """Save the profile, or look first at what the text will look like."""
    person = oneself()
    if request.form.get("act") == "preview":
        return show_settings(preview=preview_of(request.form.get("about", "")), values=request.form.to_dict())
    profile.change_profile(viewer(), person, form(ProfileDraft))
    notice("Saved")
    return see_other("/settings")


@people.get("/settings/password")
@permission(Permission.PERSON_CHANGE)
def show_password(**shown: Any) -> Answer:
    """The form to change one's password."""
    return page("settings/password.html", person=oneself(), **shown)


@people.post("/settings/password")
@permission(Permission.PERSON_CHANGE)
@again(show_password)
def change_password() -> Answer:
    """Change it; asks for the present one, and signs out everywhere else."""
    person = oneself()
    draft = form(NewPasswordDraft)
    address = address_key(request.remote_addr)
    authenticate(person.email or "", draft.present, address, field="present", wrong=NOT_YOURS)
    passwords.change_password(viewer(), person, draft)
    notice("Your password is changed, and you are signed out everywhere else")
    return see_other("/settings/password")
