"""`throughway person` and `throughway token`, as the terminal sees them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app import create_app
from community import doors
from community.core.session import connect, end_session, session, use
from community.core.settings import Settings, load
from models import Appointment, Person
from tests.mailbox import link_in, mails


@pytest.fixture
def own(tmp_path, monkeypatch) -> Settings:
    monkeypatch.setenv("THROUGHWAY_HOME", str(tmp_path))
    monkeypatch.setenv("THROUGHWAY_LIMITS", "off")
    yield load()
    end_session()
    use(None)


def run(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(
        doors.command_line(load, create_app), words, input=given, catch_exceptions=False
    )


def opened(settings: Settings) -> None:
    use(connect(settings.database, 2))
    create_app(settings)


def test_the_first_administrator_without_a_browser(own) -> None:
    words = ("person", "create", "Ana@acme.test", "--name", "Ana", "--admin", "--password-stdin", "--json")
    done = run(*words, given="a long enough one\n")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout.splitlines()[-1])["handle"] == "ana"
    opened(own)
    person = session().scalars(select(Person)).one()
    assert person.email == "ana@acme.test"
    assert person.email_confirmed_at is not None
    assert session().scalars(select(Appointment.office)).one() == "administrator"


def test_without_a_password_a_mail_goes_out(own) -> None:
    assert run("person", "create", "ana@acme.test", "--name", "Ana", "--handle", "Ana.B").exit_code == 0
    opened(own)
    (mail,) = mails(own)
    assert link_in(mail).startswith("/reset/")
    assert session().scalars(select(Person.handle)).one() == "ana.b"


def test_a_token_is_printed_alone_and_works(own) -> None:
    run("person", "create", "ana@acme.test", "--name", "Ana")
    done = run("token", "create", "ana@acme.test", "--scope", "read", "--name", "probe")
    assert done.exit_code == 0
    assert len(done.stdout.split()) == 1
    opened(own)
    http = create_app(own).test_client()
    answer = http.get("/api/v1/me", headers={"Authorization": f"Bearer {done.stdout.strip()}"})
    assert answer.json["handle"] == "ana"
    as_json = run("token", "create", "ana@acme.test", "--json")
    assert json.loads(as_json.stdout.splitlines()[-1])["scope"] == "write"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("token", "create", "nobody@acme.test"), 1),
        (("token", "create", "ana@acme.test", "--scope", "root"), 2),
        (("token", "create", "ana@acme.test", "--scope", "admin"), 1),
        (("person", "create", "ana@acme.test", "--name", "Again"), 1),
        (("person", "create", "no address", "--name", "X"), 2),
        (("person", "create", "x@acme.test", "--name", "X", "--handle", "a/b"), 2),
        (("person", "create", "x@acme.test"), 2),
        (("person", "make"), 2),
    ],
)
def test_failures_are_one_line_and_an_exit_code(own, words, code) -> None:
    run("person", "create", "ana@acme.test", "--name", "Ana")
    done = run(*words)
    assert done.exit_code == code
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert code == 2 or len(done.stderr.strip().splitlines()) == 1


def test_help_has_an_example() -> None:
    for words in (("person", "create"), ("token", "create")):
        shown = run(*words, "--help")
        assert shown.exit_code == 0
        assert "Example: throughway" in shown.stdout
