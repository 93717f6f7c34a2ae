"""Secrets of one-time links: HMAC(secret, row id, purpose), so that a retried mail carries the same one."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

# 'known' is no link to use: it has the owner of an address told that somebody signed up with it again.
LASTS = {
    "administrator": timedelta(days=7),
    "confirm": timedelta(days=3),
    "reset": timedelta(hours=2),
    "known": timedelta(hours=2),
}
# Whoever was given an account gets more time to choose its password.
INVITED_LASTS = timedelta(days=7)
_PATHS = {"administrator": "welcome", "confirm": "confirm", "reset": "reset"}


def secret_of(key: bytes, link_id: str, purpose: str) -> str:
    """The secret part of a link's address; minted anew each time, never stored."""
    digest = hmac.new(key, f"{purpose}:{link_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def secret_hash(secret: str) -> str:
    """What the row keeps of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_address(address: str, purpose: str, secret: str) -> str:
    """Where a link leads."""
    return f"{address}/{_PATHS[purpose]}/{secret}"
