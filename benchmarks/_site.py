"""A filled home, and `throughway serve` on it, for as long as a benchmark takes."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
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
    note.write_text(json.dumps(made))
    return made


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a home on a free port; ended by its pid."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    settings = {"THROUGHWAY_HOME": str(home), "THROUGHWAY_PUBLIC_READ": "1", "THROUGHWAY_LIMITS": "off"}
    line = [sys.executable, "-c", "import app; app.command_line()", "serve", "--port", str(port)]
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
