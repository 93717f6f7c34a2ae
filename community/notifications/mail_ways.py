"""The ways that a mail leaves: as a file, to a mail server, to the terminal."""

from __future__ import annotations

import re
import smtplib
import ssl
import sys
import threading
import uuid
from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 10
_NUMBERED = re.compile(r"(\d{6,})-")
_one_at_a_time = threading.Lock()


def to_file(message: EmailMessage, folder: str) -> None:
    """One `NNNNNN-<address>.eml` a mail, there as a whole or not at all."""
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    begun = path / f".{uuid.uuid4().hex}.begun"
    begun.write_bytes(message.as_bytes(policy=SMTPUTF8.clone(linesep="\n")))
    address = re.sub(r"[^\w@.+-]", "_", str(message["To"]))[:200]
    with _one_at_a_time:
        numbers = (found[1] for one in path.iterdir() if (found := _NUMBERED.match(one.name)))
        number = max(map(int, numbers), default=0) + 1
        begun.rename(path / f"{number:06d}-{address}.eml")


def to_server(message: EmailMessage, where: str) -> None:
    """`smtp://[name:password@]host[:port]`, encrypted as soon as the server offers it."""
    there = urlsplit(f"smtp:{where}")
    with smtplib.SMTP(there.hostname or "localhost", there.port or 25, timeout=TIMEOUT_SECONDS) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        _hand_over(server, message, where)


def to_tls_server(message: EmailMessage, where: str) -> None:
    """`smtps://…`: encrypted from the first byte."""
    there = urlsplit(f"smtps:{where}")
    context = ssl.create_default_context()
    host, port = there.hostname or "localhost", there.port or 465
    with smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context) as server:
        _hand_over(server, message, where)


def _hand_over(server: smtplib.SMTP, message: EmailMessage, where: str) -> None:
    there = urlsplit(f"smtp:{where}")
    if there.username:
        server.login(unquote(there.username), unquote(there.password or ""))
    server.send_message(message)


def to_console(message: EmailMessage, _where: str) -> None:
    """The mail's text on the terminal, for trying things out."""
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    sys.stdout.write(f"To: {message['To']}\nSubject: {message['Subject']}\n\n{text}\n")
    sys.stdout.flush()
