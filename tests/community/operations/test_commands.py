"""The commands of whoever runs it, as a subprocess sees them: output, exit codes, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from community import doors
from community.core.settings import SettingsError, load

ROOT = Path(__file__).resolve().parents[3]


def throughway(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a home of its own."""
    environment = {**os.environ, "THROUGHWAY_HOME": str(home)}
    line = [sys.executable, "-c", "import app; app.command_line()", *words]
    return subprocess.run(
        line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_outbox_and_clock_end_with_one_json_line(tmp_path) -> None:
    for words in (("outbox", "--drain", "--parked"), ("clock", "--run")):
        answer = throughway(tmp_path, *words, "--json")
        assert answer.returncode == 0, answer.stderr
        assert isinstance(json.loads(answer.stdout.splitlines()[-1]), dict)


def test_doctor_changes_nothing_and_says_what_is_wrong(tmp_path) -> None:
    answer = throughway(tmp_path / "home", "doctor", "--json")
    assert answer.returncode == 1
    assert json.loads(answer.stdout.splitlines()[-1])["ok"] is False
    assert "revision" in answer.stderr
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_the_file_takes_the_names_of_the_environment_and_refuses_others(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("throughway.toml").write_text('THROUGHWAY_SIGN_UP = "open"\nnetwork_name = "Acme"\n')
    found = load()
    assert (found.sign_up, found.network_name) == ("open", "Acme")
    Path("throughway.toml").write_text('sign_upp = "open"\n')
    with pytest.raises(SettingsError, match="THROUGHWAY_SIGN_UPP"):
        load()


def test_a_bad_setting_stops_with_one_line(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("THROUGHWAY_PORT", "many")
    answer = throughway(tmp_path, "doctor")
    assert answer.returncode == 1
    assert answer.stderr.startswith("THROUGHWAY_PORT")
    assert len(answer.stderr.splitlines()) == 1


def test_more_workers_than_one_are_refused(tmp_path) -> None:
    answer = throughway(tmp_path, "serve", "--workers", "2")
    assert (answer.returncode, len(answer.stderr.splitlines())) == (2, 1)


def test_every_command_has_an_example() -> None:
    for name, command in _every(doors.COMMANDS):
        shown = CliRunner().invoke(command, ["--help"])
        assert "Example: throughway" in shown.output, name


def _every(commands):
    for one in commands:
        if isinstance(one, click.Group):
            yield from _every(one.commands.values())
        else:
            yield one.name, one
