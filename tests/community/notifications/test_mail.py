"""Mail: how it is made, and the ways it leaves."""

from __future__ import annotations

import re
import smtplib
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from community.core.session import session
from community.core.settings import Settings, SettingsError, load
from community.notifications import mail_links, mail_ways
from community.notifications.mail import compose, send
from models import Delivery
from tests.mailbox import link_in, mails, text_of

CONTEXT = {"name": "Zoë <b>Ω</b>", "link": "http://here/reset/abc"}


def test_a_mail_has_text_and_html_and_its_headers(settings) -> None:
    made = compose(settings, "ana@acme.test", "reset", "link.abc", CONTEXT)
    assert made["Message-ID"] == "<link.abc@127.0.0.1>"
    assert made["From"] == "Acme <throughway@127.0.0.1>"
    assert made["Subject"] == "A new password at Acme"
    assert made["Date"].datetime.tzinfo is not None
    assert "Zoë <b>Ω</b>" in text_of(made)
    assert "Zoë &lt;b&gt;Ω&lt;/b&gt;" in text_of(made, "html")
    assert "http://here/reset/abc" in text_of(made)


@pytest.mark.parametrize("to", ["ana@acme.test\r\nBcc: eve@acme.test", "ana@acme.test\n"])
def test_line_breaks_in_headers_are_refused(settings, to) -> None:
    with pytest.raises(ValueError, match="line"):
        compose(settings, to, "reset", "link.abc", CONTEXT)


def test_a_network_s_odd_name_does_no_harm(settings) -> None:
    odd = settings.model_copy(update={"network_name": 'Acme, "Ops" <x@y.test> Ω'})
    made = compose(odd, "ana@acme.test", "reset", "link.abc", CONTEXT)
    assert made["From"].addresses[0].addr_spec == "throughway@127.0.0.1"
    assert 'Acme, "Ops"' in made["Subject"]
    made.as_bytes()


def test_files_are_numbered_named_and_whole(settings, tmp_path) -> None:
    folder = tmp_path / "out"
    to = settings.model_copy(update={"mail_url": f"file:{folder}"})
    for address in ("ana@acme.test", "o'../x/y@acme.test", "zoë@acme.test"):
        send(to, compose(to, address, "reset", "link.abc", CONTEXT))
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "000001-ana@acme.test.eml"
    assert all(re.fullmatch(r"00000\d-[^/]+\.eml", name) for name in names)
    assert len(names) == 3


def test_the_console(settings, capsys) -> None:
    to = settings.model_copy(update={"mail_url": "console"})
    send(to, compose(to, "ana@acme.test", "reset", "link.abc", CONTEXT))
    assert "http://here/reset/abc" in capsys.readouterr().out


class _Sink(socketserver.StreamRequestHandler):
    """As much of a mail server as one mail needs."""

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line.decode().strip()
            if word.upper().startswith("EHLO"):
                self._say("250-sink\r\n250 SMTPUTF8\r\n250 8BITMIME"[:8] + "\r\n250 8BITMIME")
            elif word.upper().startswith("RCPT") and "refused" in word:
                self._say("550 nobody of that name")
            elif word.upper() == "DATA":
                self._say("354 go on")
                self._take()
            else:
                self._say("221 bye" if word.upper() == "QUIT" else "250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.taken.append(b"".join(lines))  # type: ignore[attr-defined]
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@pytest.fixture
def sink() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Sink) as server:
        server.daemon_threads = True
        server.taken = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


def test_a_mail_server_takes_it(settings, sink) -> None:
    to = settings.model_copy(update={"mail_url": f"smtp://127.0.0.1:{sink.server_address[1]}"})
    send(to, compose(to, "ana@acme.test", "reset", "link.abc", CONTEXT))
    assert b"Subject: A new password at Acme" in sink.taken[0]


def test_no_mail_leaves_for_addresses_that_nobody_can_have(settings, sink, tmp_path) -> None:
    to = settings.model_copy(update={"mail_url": f"smtp://127.0.0.1:{sink.server_address[1]}"})
    for address in ("mira@demo.example", "Mira@demo.EXAMPLE", "ana@acme.test"):
        send(to, compose(to, address, "reset", "link.abc", CONTEXT))
    assert [b"ana@acme.test" in one for one in sink.taken] == [True]
    kept = settings.model_copy(update={"mail_url": f"file:{tmp_path / 'kept'}"})
    send(kept, compose(kept, "mira@demo.example", "reset", "link.abc", CONTEXT))
    assert [one.name for one in (tmp_path / "kept").iterdir()] == ["000001-mira@demo.example.eml"]


def test_an_address_that_is_refused_holds_up_no_other(app, client, cast, settings, sink) -> None:
    for email in ("refused@acme.test", cast.ben.email):
        session().get_one(type(cast.ana), cast.ana.id).email = "refused@acme.test"
        session().commit()
        client.get("/reset")
        client.post("/reset", {"email": email})
    settings.mail_url = f"smtp://127.0.0.1:{sink.server_address[1]}"
    mails(settings.model_copy(update={"mail_url": "file:/nonexistent"}))
    assert len(sink.taken) == 1
    assert b"ben@acme.test" in sink.taken[0]
    waiting = session().scalars(select(Delivery)).all()
    assert {one.tries for one in waiting} == {1}
    assert "SMTPRecipientsRefused" in waiting[0].error


def test_a_dead_server_leaves_the_mail_waiting_and_the_retry_carries_the_same_secret(
    app, client, cast, settings
) -> None:
    way = settings.mail_url
    settings.mail_url = "smtp://127.0.0.1:9"
    client.get("/reset")
    assert client.post("/reset", {"email": cast.ana.email}).status_code == 303
    assert mails(settings.model_copy(update={"mail_url": way})) == []
    waiting = session().scalars(select(Delivery)).one()
    assert waiting.tries == 1
    settings.mail_url = way
    for _ in range(2):
        mail_links._sent.clear()
        waiting.due_at = waiting.due_at.replace(year=2020)
        session().commit()
        mail_links.mail_links([(1, _event(session()))])
    first, second = mails(settings)
    assert link_in(first) == link_in(second)
    assert first["Message-ID"] == second["Message-ID"]
    assert client.get(link_in(first)).status_code == 200


def _event(current):
    from community.core.events import LinkAsked
    from models import OneTimeLink

    return LinkAsked(actor_id=None, link_id=current.scalars(select(OneTimeLink.id)).one())


def test_what_was_used_meanwhile_does_not_leave(app, client, cast, settings) -> None:
    from models import OneTimeLink

    client.get("/reset")
    client.post("/reset", {"email": cast.ana.email})
    link = session().scalars(select(OneTimeLink)).one()
    link.used_at = link.created_at
    session().commit()
    assert mails(settings) == []


def test_a_way_that_is_not_known_stops_the_start(monkeypatch) -> None:
    monkeypatch.setenv("THROUGHWAY_MAIL_URL", "pigeon://roof")
    with pytest.raises(SettingsError, match="THROUGHWAY_MAIL_URL"):
        load()


def test_passwords_for_the_server_are_read_from_the_address() -> None:
    said = []

    class Server:
        def login(self, name: str, password: str) -> None:
            said.append((name, password))

        def send_message(self, message: object) -> None:
            said.append(message)

    mail_ways._hand_over(Server(), "mail", "//ana:p%40ss@host")  # type: ignore[arg-type]
    assert said == [("ana", "p@ss"), "mail"]
    assert issubclass(smtplib.SMTPException, OSError)
    assert isinstance(Settings().home, Path)
