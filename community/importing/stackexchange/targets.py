"""Where links and pictures may lead."""

import re
from urllib.parse import urlsplit

# A link to anything else would be shown as typed, brackets and all.
_SCHEMES = frozenset({"", "http", "https", "mailto"})
_LONGEST_ADDRESS = 2_000


def safe(address: str) -> str:
    """The address, with https where it leaves the scheme open; empty when it is none to follow."""
    squeezed = re.sub(r"[\x00-\x20\x7f]+", "", address)
    try:
        scheme = urlsplit(squeezed).scheme.lower()
    except ValueError:
        return ""
    if scheme not in _SCHEMES or (not scheme and re.match(r"[^/?#]*:", squeezed)):
        return ""
    if len(address) > _LONGEST_ADDRESS:
        return ""
    return f"https:{address}" if address.startswith("//") else address
