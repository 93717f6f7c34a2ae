"""The mails that have left, as the people who get them read them."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from community.core.outbox import drain
from community.core.settings import Settings

LINK = re.compile(r"https?://[^\s/]+(/\w+/[\w-]{20,}=*)")


def mails(settings: Settings) -> list[EmailMessage]:
    """Every mail so far, in the order they left; delivers first what is due."""
    drain()
    folder = Path(settings.mail.removeprefix("file:"))
    return [_read(path) for path in sorted(folder.glob("*.eml"))] if folder.exists() else []


def _read(path: Path) -> EmailMessage:
    return cast("EmailMessage", email.message_from_bytes(path.read_bytes(), policy=default))


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """The text or HTML part."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage) -> str:
    """The path of the one-time link in a mail."""
    found = LINK.search(text_of(mail))
    assert found, text_of(mail)
    return found.group(1)
