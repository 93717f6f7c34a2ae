"""Secrets of one-time links: HMAC(secret, row id, purpose), so that a retried mail carries the same one."""

from __future__ import annotations

import base64
import hashlib
import hmac


def secret_of(key: bytes, link_id: str, purpose: str) -> str:
    """The secret part of a link's address; minted anew each time, never stored."""
    digest = hmac.new(key, f"{purpose}:{link_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def secret_hash(secret: str) -> str:
    """What the row keeps of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
