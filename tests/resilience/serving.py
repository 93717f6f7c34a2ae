"""A server of one's own that can be killed, and what its database holds."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cast import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
LINE = [sys.executable, "-c", "import app; app.command_line()"]
PATIENCE_SECONDS = 60.0
NONE: Mapping[str, str] = {}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Server:
    """`throughway serve` on a home of its own, in a process group of its own."""

    home: Path
    database_url: str = ""
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        own = {"THROUGHWAY_HOME": str(self.home), "THROUGHWAY_LIMITS": "off"}
        if self.database_url:
            own["THROUGHWAY_DATABASE_URL"] = self.database_url
        return {**os.environ, **own}

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'throughway.db'}"

    def start(self) -> float:
        """Serve; answer after how many seconds it did."""
        began = time.monotonic()
        with (self.home / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*LINE, "serve", "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while not self._is_ready():
            assert self.process.poll() is None, (self.home / "serve.log").read_text()[-2000:]
            assert time.monotonic() - began < PATIENCE_SECONDS, "it did not get ready"
            time.sleep(0.05)
        return time.monotonic() - began

    def _is_ready(self) -> bool:
        connection = self.connection()
        try:
            return connection.ask("GET", "/readyz")[0] == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """The master and its worker, at once and without a word."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> None:
        """End it, however far it got."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def command(self, *words: str, stdin: str = "") -> str:
        """Run a command on the same home that must succeed; what it printed."""
        answer = subprocess.run(
            [*LINE, *words], cwd=ROOT, env=self.environment, input=stdin,
            capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
        )  # fmt: skip
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    def person(self, name: str) -> str:
        """Make an account; its token."""
        email = f"{name.lower()}@acme.test"
        self.command("person", "create", email, "--name", name, "--password-stdin", stdin=PASSWORD)
        return self.command("token", "create", email).strip()

    def connection(self, token: str = "") -> Connection:
        return Connection(self.port, token)


class Connection:
    """One client's connection, kept alive."""

    def __init__(self, port: int, token: str) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def ask(
        self, method: str, path: str, sent: Any = None, headers: Mapping[str, str] = NONE
    ) -> tuple[int, Any]:
        """Send JSON; the status and the JSON that came back.

        Raises:
            OSError, HTTPException: the server went away before the answer was whole.
        """
        self._http.request(
            method, path, None if sent is None else json.dumps(sent), {**self._headers, **headers}
        )
        answer = self._http.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if "json" in (answer.getheader("Content-Type") or "") else text

    def close(self) -> None:
        self._http.close()
