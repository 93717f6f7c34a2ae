"""What comes in when somebody signs in or up. Passwords are hashed here, before any lock."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from community.core.addresses import RESERVED_HANDLES
from community.core.drafting import Draft, Line, Title
from models.person import HANDLE_LENGTH

from .passwords import LEAST_LENGTH, MOST_LENGTH, hashed

_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_])?")


def _address(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        found = validate_email(value.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise PydanticCustomError("address", "no address") from None
    return found.normalized.lower()


def _handle(value: str) -> str:
    if not _HANDLE.fullmatch(value):
        raise PydanticCustomError("handle", "no handle")
    if value in RESERVED_HANDLES:
        raise PydanticCustomError("reserved", "no handle")
    return value


Email = Annotated[str, BeforeValidator(_address), StringConstraints(max_length=254)]
Handle = Annotated[Line, StringConstraints(max_length=HANDLE_LENGTH, to_lower=True), AfterValidator(_handle)]
Password = Annotated[str, StringConstraints(min_length=LEAST_LENGTH, max_length=MOST_LENGTH)]
TypedPassword = Annotated[str, StringConstraints(max_length=MOST_LENGTH)]


class SignInDraft(Draft):
    """An address and a password, as typed: a wrong one is answered like an unknown one."""

    email: Line = ""
    password: TypedPassword = ""


class StepUpDraft(Draft):
    """The present password, once more."""

    password: TypedPassword = ""


class AddressDraft(Draft):
    """A mail address."""

    email: Email


class PasswordDraft(Draft):
    """A new password."""

    password: Password

    @cached_property
    def password_hash(self) -> str | None:
        """Its hash; made once."""
        return hashed(self.password)

    def model_post_init(self, _context: Any) -> None:
        """Hash now, while no lock is held."""
        _ = self.password_hash


class NewPasswordDraft(PasswordDraft):
    """A new password in place of the present one."""

    present: TypedPassword = ""


class PersonDraft(PasswordDraft):
    """Somebody new: name, address, password."""

    name: Title
    email: Email
    handle: None = None


class MadePersonDraft(Draft):
    """Somebody new whom an administrator makes: without a password they set one by mail."""

    name: Title
    email: Email
    handle: Handle | None = None
    password: Password | None = None

    @cached_property
    def password_hash(self) -> str | None:
        """The password's hash, if there is one; made once."""
        return hashed(self.password) if self.password is not None else None

    def model_post_init(self, _context: Any) -> None:
        """Hash now, while no lock is held."""
        _ = self.password_hash
