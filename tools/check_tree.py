"""Looks over the tree for what no linter looks for: sizes, hosts of package registries, lock files, licences.

`python -m tools.check_tree` prints one line for each fault and ends with 1 if there is any; tests call `faults`.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import check_locks
from tools.set_up import ROOT

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
SOURCES = {".py", ".js", ".css", ".html", ".sh"}
# Written by Alembic once and never read again.
MIGRATIONS = "migrations/versions/"
# Where there is no git to ask, nothing of these is part of the tree.
NOT_OURS = {".git", ".venv", "node_modules", "dist", "instance", "__pycache__"}

# Spelt in parts, so that this file does not name them.
HOSTS = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("py" + "pi", "org"),
            ("python" + "hosted", "org"),
            ("registry", "npm" + "js"),
            ("registry", "yarn" + "pkg"),
            ("deb", "debian", "org"),
        )
    ),
    re.IGNORECASE,
)


def main() -> int:
    """Print the faults of this checkout."""
    found = sorted(faults(ROOT))
    for fault in found:
        print(fault)
    return 1 if found else 0


def faults(root: Path) -> Iterator[str]:
    """Everything wrong with a tree, one sentence each."""
    files = tracked(root)
    yield from long_files(root, files)
    yield from long_functions(root, files)
    yield from registry_hosts(root, files)
    yield from check_locks.faults(root)


def tracked(root: Path) -> list[str]:
    """List the files of the tree: what git knows or would take, else all but built and fetched things."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(listing, cwd=root, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        paths = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
        return sorted(str(path) for path in paths if not NOT_OURS & set(path.parts))
    return sorted({name for name in answer.stdout.split("\0") if name and (root / name).is_file()})


def long_files(root: Path, files: list[str]) -> Iterator[str]:
    """Piles: files that nobody reads in one sitting."""
    for name in files:
        if Path(name).suffix in SOURCES and not name.startswith(MIGRATIONS):
            lines = len((root / name).read_text("utf-8").splitlines())
            if lines > LONGEST_FILE:
                yield f"{name}: {lines} lines; split it by noun ({LONGEST_FILE} at most)"


def long_functions(root: Path, files: list[str]) -> Iterator[str]:
    """Functions that nobody holds in the head; decorators do not count."""
    for name in files:
        if not name.endswith(".py") or name.startswith(MIGRATIONS):
            continue
        for node in ast.walk(ast.parse((root / name).read_text("utf-8"), name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield f"{name}:{node.lineno}: {node.name} has {lines} lines ({LONGEST_FUNCTION} at most)"


def registry_hosts(root: Path, files: list[str]) -> Iterator[str]:
    """Hosts of package registries: each installation chooses its own, by its tools' settings."""
    for name in files:
        text = (root / name).read_bytes().decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), start=1):
            if HOSTS.search(line):
                yield f"{name}:{number}: names the host of a package registry"


if __name__ == "__main__":
    sys.exit(main())
