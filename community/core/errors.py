"""What can go wrong, as the inner layers say it; app.py turns it into pages, problems and acks.

A message is an English sentence that doubles as the key of its translation; `params` fill it at the edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from .language import N_, Sentence


class ThroughwayError(Exception):
    """The base of everything we raise on purpose."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "/problems/failed"
    title: ClassVar[str] = N_("Something went wrong")

    def __init__(self, message: str = "", **params: Any) -> None:
        super().__init__(message or self.title)
        self.message = message or self.title
        self.params = params

    def sentence(self) -> str:
        """The message in the reader's language with its parameters filled in."""
        return str(Sentence(self.message, self.params))


class NotFound(ThroughwayError):
    """Missing, never was, or not seen: always the same answer."""

    status = 404
    type = "/problems/not-found"
    title = N_("There is nothing here")


class MovedOn(NotFound):
    """Missing under this address, which leads on to another one: raised only for who may see what stands there."""

    def __init__(self, former: str, leads_to: str) -> None:
        super().__init__()
        self.former = former
        self.leads_to = leads_to


class Gone(ThroughwayError):
    """Deleted, said only to those who could read it; or a one-time link used, expired or unknown."""

    status = 410
    type = "/problems/gone"
    title = N_("This is gone")


class NotSignedIn(ThroughwayError):
    """No sign-in where one is needed."""

    status = 401
    type = "/problems/sign-in"
    title = N_("Sign in first")


class Denied(ThroughwayError):
    """Seen, but not permitted. `permission` is its name, `who` says who may."""

    status = 403
    type = "/problems/denied"
    title = N_("You may not do this here")

    def __init__(self, message: str = "", *, permission: str = "", who: str = "", **params: Any) -> None:
        super().__init__(message, **params)
        self.permission = permission
        self.who = who


class FreshSignInNeeded(Denied):
    """An act marked ✋ needs a browser and a sign-in at most ten minutes old."""

    type = "/problems/fresh-sign-in"
    title = N_("Give your password again first")


class Unreadable(ThroughwayError):
    """The input is not even of the right form (broken JSON, wrong content type)."""

    status = 400
    type = "/problems/unreadable"
    title = N_("This could not be read")


class Invalid(ThroughwayError):
    """Well-formed but wrong, per field. `said` maps a field's name to what is wrong with it."""

    status = 422
    type = "/problems/invalid"
    title = N_("Something in the form needs a change")

    def __init__(
        self, field: str = "", message: str = "", *, said: Mapping[str, Sentence] | None = None, **params: Any
    ) -> None:
        super().__init__(message or self.title, **params)
        self.said = said or {field: Sentence(self.message, self.params)}

    @property
    def fields(self) -> dict[str, str]:
        """A sentence for each field, in the reader's language."""
        return {name: str(sentence) for name, sentence in self.said.items()}


class Conflict(ThroughwayError):
    """The wrong state, or a lost race. `present` is the state as it is now."""

    status = 409
    type = "/problems/conflict"
    title = N_("This has changed in the meantime")

    def __init__(self, message: str = "", *, present: dict[str, Any] | None = None, **params: Any) -> None:
        super().__init__(message, **params)
        self.present = present or {}


class TooSoon(ThroughwayError):
    """A limit was reached; `retry_after` is in seconds."""

    status = 429
    type = "/problems/limit"
    title = N_("That was a lot at once")

    def __init__(self, message: str = "", *, retry_after: int = 60, **params: Any) -> None:
        super().__init__(message, **params)
        self.retry_after = retry_after


class Busy(ThroughwayError):
    """The one writer has too much to do just now; nothing was changed."""

    status = 503
    type = "/problems/busy"
    title = N_("Too much is going on just now. Nothing is lost: try again in a moment")
    retry_after: ClassVar[int] = 2


class BadToken(ThroughwayError):
    """A form whose token is missing or too old: the text is shown again, nothing was done."""

    status = 403
    type = "/problems/csrf"
    title = N_("This form was open for too long, or came from elsewhere. Go back, reload, and send it again")


class TooLarge(ThroughwayError):
    """More bytes than we take."""

    status = 413
    type = "/problems/too-large"
    title = N_("This is too large: at most one megabyte fits into one message")


class WrongMethod(ThroughwayError):
    """The address exists, but not for this method."""

    status = 405
    type = "/problems/method"
    title = N_("This address does not take that")
