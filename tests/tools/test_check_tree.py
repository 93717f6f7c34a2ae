"""The look over the tree: what it must find, and that this tree is without fault."""

import subprocess

import pytest

from tools import check_locks, check_tree
from tools.set_up import ROOT


def test_this_tree_is_without_fault():
    assert list(check_tree.faults(ROOT)) == []


@pytest.fixture
def tree(tmp_path):
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    return tmp_path


def put(tree, name, text):
    file = tree / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_the_tree_is_what_git_would_take(tree):
    put(tree, ".gitignore", "built/\n")
    put(tree, "built/a.py", "")
    put(tree, "kept/a.py", "")
    assert check_tree.tracked(tree) == [".gitignore", "kept/a.py"]


def test_a_tree_without_git_is_walked(tmp_path):
    put(tmp_path, ".venv/a.py", "")
    put(tmp_path, "static/dist/a.css", "")
    put(tmp_path, "kept/a.py", "")
    assert check_tree.tracked(tmp_path) == ["kept/a.py"]


def test_long_files_are_found_but_migrations_stay(tree):
    lines = "a = 1\n" * 301
    for name in ("long.py", "migrations/versions/0001.py", "data.json"):
        put(tree, name, lines)
    put(tree, "just.py", "a = 1\n" * 300)
    found = list(check_tree.long_files(tree, check_tree.tracked(tree)))
    assert [fault.split(":")[0] for fault in found] == ["long.py"]


def test_long_functions_are_found(tree):
    put(tree, "a.py", "def short():\n" + "    a = 1\n" * 49 + "\n\nasync def long():\n" + "    a = 1\n" * 50)
    found = list(check_tree.long_functions(tree, check_tree.tracked(tree)))
    assert found == ["a.py:53: long has 51 lines (50 at most)"]


def test_hosts_of_registries_are_found_in_every_file(tree):
    put(tree, "a.lock", "fine\n# from " + ".".join(["files", "python" + "hosted", "org"]) + "\n")
    put(tree, "picture.png", "\x00" + ".".join(["registry", "npm" + "js", "org"]))
    found = list(check_tree.registry_hosts(tree, check_tree.tracked(tree)))
    assert [fault.rpartition(":")[0] for fault in found] == ["a.lock:2", "picture.png:1"]


def test_addresses_in_locks_are_found():
    lock = "a==1 \\\n    --hash=sha256:00\nb @ file:///tmp/b\n--index-url somewhere\nc @ git+ssh://host/c\n"
    assert [fault.split(":")[1] for fault in check_locks.addresses("x.lock", lock)] == ["3", "4", "5"]


def test_dependencies_beside_the_lock_are_found(tmp_path):
    put(tmp_path, "pyproject.toml", '[project]\ndependencies = ["Flask_Login>=0.6", "psycopg[binary]"]\n'
        '[project.optional-dependencies]\ndev = ["pytest"]\n')  # fmt: skip
    pins = {check_locks.SERVED: {("flask-login", "0.6.3")}, check_locks.DEVELOPMENT: {("pytest", "9")}}
    assert list(check_locks.not_locked(tmp_path, pins)) == ["requirements.lock: lacks psycopg; run make lock"]


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("GPL-2.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v2 or later", False),
        ("GNU Library or Lesser General Public License (LGPL)", False),
        ("Mozilla Public License 2.0 (MPL 2.0)", False),
        ("MIT", False),
    ],
)
def test_copyleft_is_told_from_the_lesser_one(name, bound):
    assert bool(check_locks.COPYLEFT.search(name)) == bound


def test_packages_of_npm_need_a_hash_and_no_address():
    lock = {
        "packages": {
            "": {"name": "assets", "license": "MIT"},
            "node_modules/a": {
                "integrity": "sha512-0",
                "license": "GPL-3.0",
                "funding": {"url": "https://a"},
            },
            "node_modules/b": {"resolved": "https://b", "license": "MIT"},
        }
    }
    assert [fault.removeprefix("package-lock.json: ") for fault in check_locks.npm_faults(lock)] == [
        "a: GPL-3.0 does not go with MIT",
        "b says where to fetch it from",
        "b has no hash",
    ]
