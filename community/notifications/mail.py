"""Mail: made of a template in text and HTML, and handed on as the setting says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from community.core.clock import now
from community.core.language import DEFAULT, speaking
from community.core.render import render
from community.core.settings import Settings

from . import mail_ways


def compose(
    settings: Settings, to: str, template: str, message_id: str, context: Mapping[str, Any]
) -> EmailMessage:
    """A mail, ready to leave.

    Args:
        settings: whose address and name it comes with.
        to: the address alone.
        template: the name below templates/mails; the first line of its .txt is the subject.
        message_id: what is the same when the same mail is tried again.
        context: what the template shows; `locale` is the language of whoever reads it.

    Raises:
        ValueError: a line break where a header would be torn apart.
    """
    shared = {"network_name": settings.network_name, "address": settings.address, **context}
    with speaking(shared.pop("locale", DEFAULT)):
        subject, _, text = render(f"mails/{template}.txt", **shared).partition("\n")
        html = render(f"mails/{template}.html", subject=subject, **shared)
    for said in (to, subject, settings.network_name):
        if "\r" in said or "\n" in said:
            raise ValueError("a header of a mail has no line breaks")
    message = EmailMessage(policy=SMTPUTF8)
    message["From"] = Address(settings.network_name, addr_spec=f"throughway@{_host(settings)}")
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{message_id}@{_host(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.strip() + "\n")
    message.add_alternative(html, subtype="html")
    return message


def _host(settings: Settings) -> str:
    host = urlsplit(settings.address).hostname or "localhost"
    return "localhost" if ":" in host else host


def send(settings: Settings, message: EmailMessage) -> None:
    """Hand a mail on. None leaves for an address that nobody can have, such as those of the demo's people.

    Raises:
        OSError: it could not be; the outbox tries again later.
    """
    way, _, rest = settings.mail.partition(":")
    if way not in _LEAVING or not str(message["To"]).lower().endswith(NOBODYS):
        _WAYS[way](message, rest)


# Kept for examples and tests by RFC 2606.
NOBODYS = (".example", ".invalid")
_LEAVING = {"smtp", "smtps"}
_WAYS: dict[str, Callable[[EmailMessage, str], None]] = {
    "file": mail_ways.to_file,
    "smtp": mail_ways.to_server,
    "smtps": mail_ways.to_tls_server,
    "console": mail_ways.to_console,
}
