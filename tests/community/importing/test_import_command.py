"""`throughway import stackexchange`, as the terminal sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from app import create_app
from community import doors
from community.core.session import connect, end_session, session, use
from community.core.settings import Settings, load
from community.core.viewer import COMMAND_LINE
from community.importing import actions, dumps, places
from community.importing.naming import Dump, Passage
from community.importing.running import UNITS, Run
from community.importing.stackexchange.plan import Plan
from models import Community, EventRow, Person, Thread

WHEN = "2020-01-01T00:00:00"


@pytest.fixture
def own(tmp_path, monkeypatch) -> Settings:
    monkeypatch.setenv("THROUGHWAY_HOME", str(tmp_path / "home"))
    yield load()
    end_session()
    use(None)


@pytest.fixture
def many(write, make_question, make_answer):
    """More questions than go into one unit of work, and two rows that cannot be used."""
    questions = [make_question(number, Title=f"Question {number}") for number in range(1, 2 * UNITS + 11)]
    posts = write("Posts", *questions, make_answer(1000, 1), make_question("x"), make_question(1))
    write("Users", {"Id": 7, "CreationDate": WHEN, "DisplayName": "Ada"})
    return posts.parent


def run(*words: str) -> Result:
    command = doors.command_line(load, create_app)
    return CliRunner().invoke(command, ["import", "stackexchange", *map(str, words)], catch_exceptions=False)


def opened(settings: Settings) -> None:
    use(connect(settings.database, 2))
    create_app(settings)


def counted(settings: Settings, table: type) -> int:
    opened(settings)
    number = session().scalar(select(func.count()).select_from(table))
    end_session()
    use(None)
    return number


def test_a_dump_comes_in_and_a_second_time_adds_nothing(own, many) -> None:
    done = run(many, "--community", "beds", "--name", "Our beds", "--visibility", "open")
    assert done.exit_code == 0, done.output
    assert "Made the community beds. Give --community beds the next time." in done.output
    assert "garden.stackexchange.com is in Our beds (/c/beds)" in done.output
    assert "110 roadblocks" in done.output
    assert "Rows that cannot be used: 2" in done.output
    assert "Posts.xml, line 114: " in done.output
    assert counted(own, Thread) == 110
    assert not list((own.home / "importing").iterdir()), "the index goes when the import is done"
    again = run(many, "--community", "beds", "--json")
    figures = json.loads(again.stdout.splitlines()[-1])
    assert (figures["community"], figures["already"], figures["bad"]) == ("beds", 110, 2)
    assert set(figures["new"].values()) == {0}
    assert counted(own, Thread) == 110
    assert counted(own, Community) == 1


def test_events_tell_the_index_of_every_thread_once(own, many) -> None:
    run(many, "--community", "beds")
    opened(own)
    rows = session().scalars(select(EventRow.data).where(EventRow.type == "ThreadsImported")).all()
    told = [id_ for row in rows for id_ in row["thread_ids"]]
    assert len(rows) == 3
    assert sorted(told) == sorted(session().scalars(select(Thread.id)))


def test_a_private_one_is_the_default_and_its_address_is_printed(own, many) -> None:
    done = run(many, "--community", "beds", "--json")
    slug = json.loads(done.stdout)["community"]
    assert slug.startswith("beds-")
    assert slug in done.stderr
    assert run(many, "--community", slug, "--json").exit_code == 0
    assert counted(own, Community) == 1


def test_a_dry_run_counts_and_writes_nothing(own, many) -> None:
    done = run(many, "--community", "beds", "--dry-run")
    assert done.exit_code == 0
    assert "nothing was written" in done.output
    assert "111 roadblocks (questions)" in done.output
    assert "Posts.xml, line 114: " in done.output
    figures = json.loads(run(many, "--community", "beds", "--dry-run", "--json").stdout.splitlines()[-1])
    assert (figures["dry_run"], figures["questions"], figures["answers"]) == (True, 111, 1)
    assert figures["bad_rows"][0]["line"] == 114
    assert counted(own, Thread) == counted(own, Community) == counted(own, Person) == 0
    assert not (own.home / "importing").exists()


class Stops:
    """A watcher that ends the run as Control-C would, once the first roadblocks are in."""

    def begun(self, what: str, total: int | None = None) -> None:
        self.part = what

    def advanced(self, pieces: int) -> None:
        if self.part == "Roadblocks":
            raise KeyboardInterrupt


def test_a_stopped_run_goes_on_where_it_was(own, many, tmp_path) -> None:
    run(many, "--community", "beds", "--visibility", "open", "--dry-run")
    opened(own)
    home = actions.make_home(COMMAND_LINE, dumps.Into("beds", visibility="open").draft())
    with Plan.open(many, tmp_path) as plan, pytest.raises(KeyboardInterrupt):
        Run(COMMAND_LINE, plan, Passage(Dump.of("garden"), home.id), home).go(Stops())
    end_session()
    use(None)
    assert counted(own, Thread) == UNITS
    done = json.loads(run(many, "--community", "beds", "--json").stdout.splitlines()[-1])
    assert (done["already"], done["new"]["roadblocks"]) == (UNITS, 110 - UNITS)


def test_killed_in_the_middle_it_can_be_run_again(own, many) -> None:
    words = [sys.executable, "-c", "from app import command_line; command_line()", "import", "stackexchange"]
    started = subprocess.Popen(
        [*words, str(many), "--community", "beds", "--visibility", "open"],
        env={**os.environ, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert started.stdout.readline().startswith("Made the community beds")
    started.kill()
    started.wait()
    started.stdout.close()
    done = json.loads(run(many, "--community", "beds", "--json").stdout.splitlines()[-1])
    assert done["already"] + done["new"]["roadblocks"] == 110
    assert counted(own, Thread) == 110


def test_two_runs_of_one_site_do_not_meet(own, many) -> None:
    with places.workplace(own.home, Dump.of("garden")):
        done = run(many, "--community", "beds")
    assert done.exit_code == 1
    assert done.stderr == "garden.stackexchange.com is being imported already\n"


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere", "--community", "beds"),
        (".",),
        (".", "--community", "Not An Address"),
        (".", "--community", "beds", "--visibility", "hidden"),
        (".", "--community", "beds", "--name", " "),
        ("..", "--community", "beds"),
    ],
)
def test_wrong_usage(own, many, monkeypatch, words) -> None:
    monkeypatch.chdir(many)
    done = run(*words)
    assert done.exit_code == 2, done.output
    assert done.stderr
    assert not own.home.exists() or counted(own, Community) == 0


def test_a_community_that_is_there_keeps_its_visibility(own, many) -> None:
    run(many, "--community", "beds", "--visibility", "closed")
    done = run(many, "--community", "beds", "--visibility", "open")
    assert (done.exit_code, done.stderr) == (2, "--visibility: beds is closed already\n")


def test_a_file_with_entities_is_refused_before_anything_is_made(own, many) -> None:
    bomb = '<!DOCTYPE users [<!ENTITY a "aaaa">]><users><row Id="1" DisplayName="&a;"/></users>'
    (many / "Users.xml").write_text(bomb)
    for words in ((), ("--dry-run",)):
        done = run(many, "--community", "beds", *words)
        assert done.exit_code == 1
        assert len(done.stderr.splitlines()) == 1
    assert counted(own, Community) == 0


def test_help_has_an_example(own) -> None:
    assert "Example: throughway import stackexchange" in " ".join(run("--help").output.split())
