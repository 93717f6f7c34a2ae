"""`throughway serve` on a free port, as a stranger starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[str]:
    """Serve a home; its address. What the server says goes into HOME/serve.log."""
    port = _free_port()
    line = [sys.executable, "-c", "import app; app.command_line()", "serve", "--port", str(port)]
    own = {f"THROUGHWAY_{name.upper()}": value for name, value in settings.items()}
    environment = {**os.environ, "THROUGHWAY_HOME": str(home), "THROUGHWAY_LIMITS": "off", **own}
    with (home / "serve.log").open("w+") as log:
        process = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=log, stderr=log, text=True)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/readyz", process)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[str]) -> None:
    for _ in range(240):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail("the server did not get ready within a minute")
