"""What can go wrong, as the inner layers say it; app.py turns it into pages, problems and acks.

A message is an English sentence that doubles as the key of its translation; `params` fill it at the edge.
"""

from __future__ import annotations

from typing import Any, ClassVar


class ThroughwayError(Exception):
    """The base of everything we raise on purpose."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "/problems/failed"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, message: str = "", **params: Any) -> None:
        super().__init__(message or self.title)
        self.message = message or self.title
        self.params = params

    def sentence(self) -> str:
        """The message in English with its parameters filled in."""
        return self.message % self.params if self.params else self.message


class NotFound(ThroughwayError):
    """Missing, never was, or not seen: always the same answer."""

    status = 404
    type = "/problems/not-found"
    title = "There is nothing here"


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
    title = "This is gone"


class NotSignedIn(ThroughwayError):
    """No sign-in where one is needed."""

    status = 401
    type = "/problems/sign-in"
    title = "Sign in first"


class Denied(ThroughwayError):
    """Seen, but not permitted. `permission` is its name, `who` says who may."""

    status = 403
    type = "/problems/denied"
    title = "You may not do this here"

    def __init__(self, message: str = "", *, permission: str = "", who: str = "", **params: Any) -> None:
        super().__init__(message, **params)
        self.permission = permission
        self.who = who


class FreshSignInNeeded(Denied):
    """An act marked ✋ needs a browser and a sign-in at most ten minutes old."""

    type = "/problems/fresh-sign-in"
    title = "Give your password again first"


class Unreadable(ThroughwayError):
    """The input is not even of the right form (broken JSON, wrong content type)."""

    status = 400
    type = "/problems/unreadable"
    title = "This could not be read"


class Invalid(ThroughwayError):
    """Well-formed but wrong, per field. `fields` maps a field's name to its sentence."""

    status = 422
    type = "/problems/invalid"
    title = "Something in the form needs a change"

    def __init__(
        self, field: str = "", message: str = "", *, fields: dict[str, str] | None = None, **params: Any
    ) -> None:
        super().__init__(message or self.title, **params)
        self.fields = dict(fields) if fields else {field: self.sentence()}


class Conflict(ThroughwayError):
    """The wrong state, or a lost race. `present` is the state as it is now."""

    status = 409
    type = "/problems/conflict"
    title = "This has changed in the meantime"

    def __init__(self, message: str = "", *, present: dict[str, Any] | None = None, **params: Any) -> None:
        super().__init__(message, **params)
        self.present = present or {}


class TooSoon(ThroughwayError):
    """A limit was reached; `retry_after` is in seconds."""

    status = 429
    type = "/problems/limit"
    title = "That was a lot at once"

    def __init__(self, message: str = "", *, retry_after: int = 60, **params: Any) -> None:
        super().__init__(message, **params)
        self.retry_after = retry_after


class Busy(ThroughwayError):
    """The one writer has too much to do just now; nothing was changed."""

    status = 503
    type = "/problems/busy"
    title = "Too much is going on just now. Nothing is lost: try again in a moment"
    retry_after: ClassVar[int] = 2


class BadToken(ThroughwayError):
    """A form whose token is missing or too old: the text is shown again, nothing was done."""

    status = 403
    type = "/problems/csrf"
    title = "This form was open for too long, or came from elsewhere. Go back, reload, and send it again"


class TooLarge(ThroughwayError):
    """More bytes than we take."""

    status = 413
    type = "/problems/too-large"
    title = "This is too large: at most one megabyte fits into one message"


class WrongMethod(ThroughwayError):
    """The address exists, but not for this method."""

    status = 405
    type = "/problems/method"
    title = "This address does not take that"
