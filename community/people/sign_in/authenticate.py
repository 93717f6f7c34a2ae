"""Is this their password? Every attempt is counted, so that nobody finds out by trying.

An attempt is written down before the password is looked at and taken back when it was right: parallel guesses
cannot slip through together, and a restart forgets nothing.
"""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta

from sqlalchemy import Select, delete

from community.core import settings
from community.core.action import action
from community.core.clock import now
from community.core.errors import Invalid, TooSoon
from community.core.language import N_
from community.core.session import session
from models import FailedSignIn, Person

from . import queries
from .passwords import hashed, is_right, needs_rehash

PER_ACCOUNT = 10
PER_ADDRESS = 50
WINDOW = timedelta(minutes=15)
WRONG = N_("This address and password do not belong together")
NOT_YOURS = N_("This is not your password")


def authenticate(
    email: str, password: str, address: str, *, field: str = "password", wrong: str = WRONG
) -> Person:
    """The person behind an address and a password.

    Args:
        email: as typed.
        password: as typed.
        address: the bucket of the network address it came from.
        field: where the form asks for the password.
        wrong: the sentence beside it when it is not right.

    Raises:
        TooSoon: too many failed of late, for this account or from this address.
        Invalid: they do not belong together, or there is nobody of that address: alike.
    """
    attempt = _attempt(email, address)
    person = queries.by_email(email)
    kept = person.password_hash if person and person.deactivated_at is None else None
    if not is_right(kept, password) or person is None or kept is None:
        raise Invalid(field, wrong)
    _was_right(attempt, person, hashed(password) if needs_rehash(kept) else None)
    return person


def account_key(email: str) -> str:
    """An account's bucket: a hash of the address as typed, whether or not it is known."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def _attempt(email: str, address: str) -> str | None:
    if settings.in_use().limits == "off":
        return None
    account = account_key(email)
    attempt = _write_down(account, address)
    wait = max(
        _seconds_to_wait(queries.failures(FailedSignIn.account, account, attempt, WINDOW), PER_ACCOUNT),
        _seconds_to_wait(queries.failures(FailedSignIn.address, address, attempt, WINDOW), PER_ADDRESS),
    )
    if wait:
        _take_back(attempt)
        raise TooSoon("Too many attempts to sign in have failed. Try again in a while", retry_after=wait)
    return attempt


@action
def _write_down(account: str, address: str) -> str:
    at = now()
    session().execute(delete(FailedSignIn).where(FailedSignIn.at < at - WINDOW))
    row = FailedSignIn(account=account, address=address, at=at)
    session().add(row)
    session().flush()
    return row.id


def _seconds_to_wait(times: Select[datetime], most: int) -> int:
    """How long until fewer than `most` of these lie within the window; 0 where that is so now."""
    oldest = session().scalars(times.offset(most - 1).limit(1)).first()
    return max(1, math.ceil((oldest + WINDOW - now()).total_seconds())) if oldest else 0


@action
def _take_back(attempt: str) -> None:
    session().execute(delete(FailedSignIn).where(FailedSignIn.id == attempt))


@action
def _was_right(attempt: str | None, person: Person, new_hash: str | None) -> None:
    if attempt is not None:
        session().execute(delete(FailedSignIn).where(FailedSignIn.id == attempt))
    if new_hash is not None:
        person.password_hash = new_hash
