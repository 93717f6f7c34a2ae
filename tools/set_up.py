"""Sets the checkout up for serving or for development: virtual environment, locked dependencies, assets.

Runs on the standard library alone, by whatever Python is there. What was done is remembered by a hash of its
inputs inside the environment, so that the next run finds out in a moment that nothing is to do.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"serve": ROOT / "requirements.lock", "develop": ROOT / "requirements-dev.lock"}


class SetUpError(Exception):
    """Why the set-up cannot go on, in one line."""


def main(arguments: list[str]) -> int:
    """Set up for the one use named on the command line."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print("usage: set_up.py serve|develop", file=sys.stderr)
        return 2
    try:
        with one_at_a_time():
            set_up(arguments[0])
    except SetUpError as error:
        print(f"Set-up failed: {error}", file=sys.stderr)
        return 1
    return 0


def set_up(use: str) -> None:
    """Bring environment and assets up to date for this use."""
    make_environment()
    # The development set contains the served one, so either serves.
    if not any(is_done(name, state_for(name)) for name in {use, "develop"}):
        install_locked(LOCKS[use])
        install_throughway()
        remember(use, state_for(use))
    run([PYTHON, "-m", "tools.build_assets"], "the assets could not be built")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second set-up of this checkout wait for the first; the folder itself is the lock."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def make_environment() -> None:
    """Create .venv, or create it anew where it was copied from elsewhere or its Python is gone."""
    if environment_works():
        return
    # Debian ships both halves in a package of their own.
    if not all(find_spec(module) for module in ("venv", "ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetUpError(f"Python's venv is missing (Debian and Ubuntu: apt install python{version}-venv).")
    say("Making the virtual environment in .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", VENV], "the virtual environment could not be made")


def environment_works() -> bool:
    """Tell whether .venv belongs to this very folder and has a Python that is new enough."""
    pip = VENV / "bin" / "pip"
    if not PYTHON.exists() or not pip.exists():
        return False
    # The scripts inside name their environment by its full path, which a copied folder breaks.
    if f"{VENV}/".encode() not in pip.read_bytes()[:1000]:
        return False
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", check], check=False, capture_output=True).returncode == 0


def install_locked(lock: Path) -> None:
    """Install exactly what a lock file names, each file checked against its hash."""
    say(f"Installing {lock.name}")
    run([*installer(), "--require-hashes", "-r", lock], f"{lock.name} could not be installed")


def install_throughway() -> None:
    """Install this checkout as editable, so that the command `throughway` works from any folder."""
    command = [*installer(), "--no-deps", "--no-build-isolation", "--editable", ROOT]
    run(command, "the project itself could not be installed")


def installer() -> list[str | Path]:
    """Answer how packages are installed: by uv where it is at hand, since it is faster, else by pip."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", PYTHON]
    return [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]


def state_for(use: str) -> str:
    """Hash all that decides what the environment must contain: lock, Python, what pyproject says of packaging."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packaging = [project.get("build-system"), project.get("project"), project.get("tool", {}).get("hatch")]
    python = (VENV / "pyvenv.cfg").read_bytes()
    return fingerprint(LOCKS[use].read_bytes(), python, json.dumps(packaging, sort_keys=True).encode())


def fingerprint(*parts: bytes) -> str:
    """Hash several parts so that moving bytes from one to the next changes the result."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode() + part)
    return digest.hexdigest()


def is_done(name: str, state: str) -> bool:
    """Tell whether this step was finished with these very inputs."""
    stamp = VENV / f"done-{name}"
    return stamp.exists() and stamp.read_text("utf-8") == state


def remember(name: str, state: str) -> None:
    """Note that this step is finished, for the next run."""
    (VENV / f"done-{name}").write_text(state, "utf-8")


def run(command: list[str | Path], failure: str) -> None:
    """Run one step from the root of the checkout; its own words stand above our one line if it fails."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise SetUpError(failure)


def say(line: str) -> None:
    """Tell what takes its time now."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
