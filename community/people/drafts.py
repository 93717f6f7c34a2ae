"""What comes in about people: profiles, tokens, suspensions."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from community.core.drafting import Draft, Text, Title
from community.core.text import render_markdown

from .time_zones import time_zones

ABOUT_LENGTH = 10_000


def _time_zone(value: str) -> str:
    if value not in time_zones():
        raise PydanticCustomError("time_zone", "unknown")
    return value


class ProfileDraft(Draft):
    """What a person says of themselves, and how they read."""

    name: Title
    about: Annotated[Text, StringConstraints(max_length=ABOUT_LENGTH)] = ""
    locale: Literal["en", "de"] = "en"
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
    theme: Literal["auto", "light", "dark"] = "auto"
    shortcuts: Literal["on", "off"] = "on"

    @cached_property
    def about_html(self) -> str:
        """The text rendered; made once."""
        return render_markdown(self.about)

    def model_post_init(self, _context: Any) -> None:
        """Render now, while no lock is held."""
        _ = self.about_html


class TokenDraft(Draft):
    """A new API token."""

    name: Title = "token"
    scope: Literal["read", "write", "admin"] = "write"
    days: Annotated[int, Field(ge=1, le=365)] = 365


class OfficeDraft(Draft):
    """Whom to appoint, by handle or mail address; a leading '@' is forgiven."""

    handle: Annotated[Title, StringConstraints(max_length=254)]


class NetworkDraft(Draft):
    """What the network is called, who comes in, who reads; what is not said stays as it is."""

    network_name: Annotated[Title, StringConstraints(max_length=80)] | None = None
    sign_up: Literal["invited", "open"] | None = None
    public_read: Literal["no", "yes"] | None = None


class SuspensionDraft(Draft):
    """Shut out for some days, with the reason that the person is told."""

    days: Annotated[int, Field(ge=1, le=3650)]
    because: Title
