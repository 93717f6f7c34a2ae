"""Redis, where several processes share what need not outlive them: the counts of limits.

Nothing of it is needed to serve. Whoever asks it does so briefly, and goes on without it where it does not answer.
"""

from __future__ import annotations

from functools import lru_cache

from redis import ConnectionPool, Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from . import settings

# It is near; whoever waits for it holds up a person.
PATIENCE_SECONDS = 0.25

__all__ = ["PATIENCE_SECONDS", "RedisError", "answers", "pool"]


@lru_cache(maxsize=4)
def pool(url: str) -> ConnectionPool:
    """The connections to the Redis at an address; none is opened yet."""
    return ConnectionPool.from_url(
        url,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def answers() -> bool:
    """Whether the Redis that the settings name is there; also where they name none."""
    url = settings.in_use().redis_url
    if not url:
        return True
    try:
        return bool(Redis(connection_pool=pool(url)).ping())
    except (RedisError, OSError):
        return False
