"""Secrets of one-time links: HMAC(secret, row id, purpose), so that a retried mail carries the same one."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

LASTS = {
    "administrator": timedelta(days=7),
    "confirm": timedelta(days=3),
    "reset": timedelta(hours=2),
    "known": timedelta(hours=2),
    "address_old": timedelta(hours=24),
    "address_new": timedelta(hours=24),
    "address_taken": timedelta(hours=24),
    "claim": timedelta(days=7),
}
# Whoever was given an account gets more time to choose its password.
INVITED_LASTS = timedelta(days=7)
# No links to use: they have the owner of an address told that somebody else would have it, too.
ONLY_TOLD = frozenset({"known", "address_taken"})
# Those of a change of address, one to each mailbox.
TO_BOTH = ("address_old", "address_new")
_PATHS = {
    "administrator": "welcome",
    "confirm": "confirm",
    "reset": "reset",
    "address_old": "address",
    "address_new": "address",
    "claim": "claim",
}


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
