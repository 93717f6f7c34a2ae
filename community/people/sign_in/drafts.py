"""What comes in when somebody signs in or up. Passwords are hashed here, before any lock."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import BeforeValidator, StringConstraints

from community.core.drafting import Draft, Title

from .passwords import LEAST_LENGTH, MOST_LENGTH, hashed


def _address(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        found = validate_email(value.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError("address") from None
    return found.normalized.lower()


Email = Annotated[str, BeforeValidator(_address), StringConstraints(max_length=254)]
Password = Annotated[str, StringConstraints(min_length=LEAST_LENGTH, max_length=MOST_LENGTH)]


class SignInDraft(Draft):
    """An address and a password, as typed: a wrong one is answered like an unknown one."""

    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)] = ""
    password: Annotated[str, StringConstraints(max_length=MOST_LENGTH)] = ""


class PasswordDraft(Draft):
    """A new password."""

    password: Password

    @cached_property
    def password_hash(self) -> str:
        """Its hash; made once."""
        return hashed(self.password)

    def model_post_init(self, _context: Any) -> None:
        """Hash now, while no lock is held."""
        _ = self.password_hash


class PersonDraft(PasswordDraft):
    """Somebody new: name, address, password."""

    name: Title
    email: Email
