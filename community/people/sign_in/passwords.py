"""Passwords by argon2id. Hashing takes about 50 ms of CPU, so it is done while a draft is made, before any lock."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH = 10
MOST_LENGTH = 200
# OWASP's first recommendation of small memory: 19 MiB, two passes, one lane.
_cost = {"memory_cost": 19_456, "time_cost": 2, "parallelism": 1}


def make_cheap() -> None:
    """For tests: a hash that costs next to nothing."""
    _cost.update(memory_cost=64, time_cost=1)
    _hasher.cache_clear()
    _nobody.cache_clear()


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher(
        memory_cost=_cost["memory_cost"], time_cost=_cost["time_cost"], parallelism=_cost["parallelism"]
    )


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher().hash("nobody's password")


def hashed(password: str) -> str:
    """The hash to keep of a password."""
    return _hasher().hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether the password belongs to the hash. Without one (unknown person) it takes just as long and says no."""
    try:
        _hasher().verify(kept or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_rehash(kept: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _hasher().check_needs_rehash(kept)
