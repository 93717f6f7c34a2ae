"""Listens for one-time links that were asked for: mints their secret and mails it."""

from __future__ import annotations

import smtplib
from collections import deque

from community.core import network
from community.core.clock import now
from community.core.events import Event, LinkAsked, Listener
from community.core.session import session
from community.people import queries
from community.people.sign_in.actions import links
from community.people.sign_in.links import ONLY_TOLD, link_address, secret_of

from .mail import compose, send

# Of a batch in which one mail failed, the others are not sent a second time.
_sent: deque[str] = deque(maxlen=1_000)


def mail_links(batch: list[tuple[int, Event]]) -> None:
    """Mail each link; an address that is refused holds up no other.

    Raises:
        OSError: an address was refused, or the server is not there: the outbox tries again later.
    """
    refused: list[OSError] = []
    for _number, event in batch:
        if not isinstance(event, LinkAsked) or event.link_id in _sent:
            continue
        try:
            _mail(event.link_id)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            refused.append(error)
        else:
            _sent.append(event.link_id)
    if refused:
        raise refused[0]


def _mail(link_id: str) -> None:
    chosen = network.in_force()
    link = queries.link_to_mail(link_id, now())
    session().rollback()  # the mail server may take its time: nothing is held meanwhile
    if link is None or link.email is None or (link.purpose == "reset" and link.email != link.own_email):
        return
    context = {"name": link.name, "locale": link.locale, "wanted": link.wanted}
    if link.purpose not in ONLY_TOLD:
        secret = secret_of(chosen.secret(), link.id, link.purpose)
        links.minted(link.id, secret)
        context["link"] = link_address(chosen.address, link.purpose, secret)
    template = "new_account" if link.purpose == "reset" and link.is_new else link.purpose
    send(chosen, compose(chosen, link.email, template, f"link.{link.id}", context))


MAIL_LINKS = Listener(name="mail_links", kind="outside", lane="mail", handle=mail_links)
