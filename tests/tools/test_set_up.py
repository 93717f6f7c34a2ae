"""The set-up: which Python is taken, what is said where none fits, and when something is to do."""

import shutil
import subprocess
import sys

import pytest

from tools import set_up
from tools.set_up import ROOT


@pytest.fixture
def programs(tmp_path):
    """A PATH with nothing on it but what a test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def put(folder, name, script):
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (folder / name).chmod(0o755)


def with_python(programs, *words):
    command = [ROOT / "tools" / "with-python", *words]
    return subprocess.run(command, env={"PATH": str(programs)}, capture_output=True, text=True, check=False)


def test_a_newer_python_is_taken_where_python3_is_old(programs):
    put(programs, "python3", "exit 1")
    put(programs, "python3.12", f'exec {sys.executable} "$@"')
    answer = with_python(programs, "-c", "print('taken')")
    assert (answer.returncode, answer.stdout) == (0, "taken\n")


def test_without_a_python_that_is_new_enough_one_line_names_the_packages(programs):
    put(programs, "python3", "exit 1")
    answer = with_python(programs, "-c", "print('taken')")
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "Python 3.11" in answer.stderr
    assert "python3-venv" in answer.stderr


def test_without_venv_one_line_names_its_package(tmp_path):
    # A copy has no .venv yet, and a Python that does not find ensurepip is what Debian ships at first.
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    hide = "import sys; sys.modules['ensurepip'] = None; sys.path.insert(0, 'tools'); import set_up"
    program = f"{hide}; sys.exit(set_up.main(['serve']))"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("Set-up failed: Python's venv is missing")
    assert f"python{sys.version_info.major}.{sys.version_info.minor}-venv" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_hashes_tell_where_one_part_ends():
    assert set_up.fingerprint(b"ab", b"c") != set_up.fingerprint(b"a", b"bc")
    assert set_up.fingerprint(b"ab", b"c") == set_up.fingerprint(b"ab", b"c")


def test_wrong_words_get_the_usage():
    assert set_up.main([]) == 2
    assert set_up.main(["everything"]) == 2
