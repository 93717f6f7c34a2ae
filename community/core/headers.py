"""The headers that every answer carries: what a browser may do with it."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from .render import inline_css

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@lru_cache(maxsize=1)
def content_security_policy() -> str:
    """Scripts from ourselves; the one inline style sheet by its hash; nothing else."""
    digest = base64.b64encode(hashlib.sha256(inline_css().encode()).digest()).decode()
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; "
        f"style-src 'self' 'sha256-{digest}'; img-src 'self' data:; font-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
