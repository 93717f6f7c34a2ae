"""A real server on a free port with a home of its own, and a real Chromium."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import services

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 45_000


@dataclass(frozen=True)
class Site:
    """Where the server is, and the link that makes its first administrator."""

    address: str
    welcome: str
    home: Path


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`throughway serve`, as a stranger starts it."""
    home = tmp_path_factory.mktemp("served")
    port = _free_port()
    settings = {
        "THROUGHWAY_HOME": str(home),
        "THROUGHWAY_SIGN_UP": "open",
        "THROUGHWAY_LIMITS": "off",
        "THROUGHWAY_NETWORK_NAME": "Acme",
    }
    line = [sys.executable, "-c", "import app; app.command_line()", "serve", "--port", str(port)]
    log = (home / "serve.log").open("w+")
    process = subprocess.Popen(
        line, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=subprocess.STDOUT, text=True
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/readyz", process)
        found = re.search(r"http\S+/welcome/\S+", (home / "serve.log").read_text())
        assert found, (home / "serve.log").read_text()
        yield Site(address, found.group(0), home)
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _wait_for(url: str, process: subprocess.Popen[str]) -> None:
    for _ in range(240):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail("the server did not get ready within a minute")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or a skip that says why."""
    path = services.chromium_path()
    if path is None:
        pytest.skip("Chromium is not there")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def person(browser: Browser, site: Site) -> Iterator[object]:
    """`person(width=…, scripts=…)`: a fresh browser context at the site."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, *, scripts: bool = True) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, base_url=site.address
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
