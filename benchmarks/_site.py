"""A filled home, and `throughway serve` on it, for as long as a benchmark takes."""

from __future__ import annotations

import argparse
import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from community.core.database import migrate
from community.core.session import connect, end_session, use

from ._fill import Filler

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "import app; app.command_line()"]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def filled(home: Path, threads: int, posts: int, pages: int) -> dict[str, Any]:
    """Fill a home once; what is there already is used again."""
    note = home / f"filled-{threads}.json"
    if note.exists():
        kept: dict[str, Any] = json.loads(note.read_text())
        return kept
    home.mkdir(parents=True, exist_ok=True)
    database = connect(f"sqlite:///{home / 'throughway.db'}")
    use(database)
    migrate(database)
    made = Filler(threads, posts, pages).fill()
    end_session()
    database.engine.dispose()
    use(None)
    # Without an index the served process would build it while it is being measured.
    subprocess.run(
        [*COMMAND, "reindex"],
        cwd=ROOT,
        env={**os.environ, "THROUGHWAY_HOME": str(home)},
        check=True,
        capture_output=True,
    )
    note.write_text(json.dumps(made))
    return made


@contextmanager
def asked_for(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.Namespace, str, dict[str, Any]]]:
    """Read the command line, fill a home as large as it says, and serve it.

    Args:
        parser: has the benchmark's own options; `--threads` and `--home` are added here.
    """
    parser.add_argument("--threads", type=int, default=10_000)
    parser.add_argument(
        "--home", type=Path, default=None, help="kept and used again; default: a temporary folder"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or Path(folder)
        made = filled(home, chosen.threads, chosen.threads * 10, chosen.threads // 5)
        with served(home) as address:
            yield chosen, address, made


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a home on a free port; ended by its pid."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    settings = {"THROUGHWAY_HOME": str(home), "THROUGHWAY_PUBLIC_READ": "1", "THROUGHWAY_LIMITS": "off"}
    line = [*COMMAND, "serve", "--port", str(port)]
    process = subprocess.Popen(
        line, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310  loopback
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the server did not get ready within a minute")


def cookie_of(address: str, email: str, password: str) -> tuple[str, str]:
    """Sign in; the cookie header and a form's token."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    shown = opener.open(f"{address}/sign-in", timeout=30).read().decode()
    sent = {"email": email, "password": password, "csrf_token": TOKEN.findall(shown)[0], "next": "/ask"}
    answered = opener.open(f"{address}/sign-in", data=urllib.parse.urlencode(sent).encode(), timeout=30)
    token = TOKEN.findall(answered.read().decode())[0]
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar), token
