"""API tokens as text: what a person is shown once, and the hash that is kept."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "tw_"


def new_token() -> str:
    """A new token: 256 random bits, with a beginning by which a leaked one is recognised."""
    return PREFIX + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token: it is random and long, so a plain hash suffices."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
